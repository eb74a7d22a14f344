import { redirect, type RequestEvent } from '@sveltejs/kit'
import { type Handle, type HandleServerError, sequence } from '@sveltejs/kit/hooks'

import { localizeHref } from '#lib/paraglide/runtime.js'
import { paraglideMiddleware } from '#lib/paraglide/server.js'
import { compress } from './compress.ts'
import { deleteSecretCookie } from './cookies.ts'
import { createGraph } from './graph/graph-client.ts'
import { LOCALE_COOKIE, parseTheme, preferredLocale, THEME_COOKIE } from './preferences.ts'
import { problemOf } from './problem-of.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { findSession } from './sign-in/session.ts'
import type { Web } from './web.ts'

/** What SvelteKit calls around each request. */
export interface Hooks {
  handle: Handle
  handleError: HandleServerError
}

/**
 * Makes the hooks: compression, security headers, the language, and who is signed in.
 *
 * @param getWeb The server's parts, which are there before the first request
 */
export function createHooks(getWeb: () => Web): Hooks {
  const provide: Handle = ({ event, resolve }) => {
    event.locals.web = getWeb()
    return resolve(event)
  }
  return { handle: sequence(shrink, provide, secure, speak, recognize), handleError }
}

const shrink: Handle = async ({ event, resolve }) => compress(event.request, await resolve(event))

const secure: Handle = async ({ event, resolve }) => {
  const { formTargets, url } = event.locals.web
  const response = await resolve(event)
  addSecurityHeaders(response.headers, { isHttps: url.startsWith('https:'), formTargets })
  return response
}

const speak: Handle = ({ event, resolve }) => {
  const { url, request, cookies, locals } = event
  locals.theme = parseTheme(cookies.get(THEME_COOKIE))
  // Without the body: the middleware reads only the address and the headers, and would copy it.
  const asked = new Request(url, { headers: request.headers })
  return paraglideMiddleware(asked, ({ locale }) => {
    locals.locale = locale
    sendToOwnLanguage(event)
    return resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('%toolgraph.lang%', locale).replace('%toolgraph.theme%', locals.theme),
    })
  })
}

const recognize: Handle = async ({ event, resolve }) => {
  const { cookies, locals, route } = event
  const { web } = locals
  const { session: name } = web.cookieNames
  const secret = route.id === '/healthz' ? undefined : cookies.get(name)
  locals.session = secret ? await findSession(web, secret) : undefined
  if (secret && !locals.session) deleteSecretCookie(cookies, name, web.url)
  locals.graph = createGraph({
    url: `${web.graphUrl}/graphql`,
    accessToken: locals.session?.accessToken,
    fetch: web.fetch,
  })
  return resolve(event)
}

/** A refusal becomes its problem code; a fault gets an id, and its cause goes to the log. */
const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'app') return
  if (kind !== 'unknown') return { problem: 'unknown' }
  const { problem, status } = problemOf(error)
  if (problem !== 'unknown') return { problem, status, message: problem }
  const id = crypto.randomUUID()
  event.locals.web.log.error('Cannot answer a request', { id, route: event.route.id, error })
  return { problem, id, message: 'Something went wrong' }
}

/**
 * Who comes from outside to an address that names no language reads in their own; a link of ours, or
 * an address that names one, is taken at its word.
 */
function sendToOwnLanguage({ url, request, route, cookies, locals, isDataRequest }: RequestEvent) {
  const { headers, method } = request
  const isPage = method === 'GET' && !isDataRequest && !WITHOUT_PAGES.test(route.id ?? '/')
  const isDocument = headers.get('sec-fetch-dest') === 'document'
  if (!isPage || !isDocument || headers.get('sec-fetch-site') === 'same-origin') return
  const chosen = cookies.get(LOCALE_COOKIE)
  const preferred = preferredLocale(chosen, headers.get('accept-language'))
  if (locals.locale === 'en' && preferred !== 'en')
    redirect(307, localizeHref(url.pathname + url.search, { locale: preferred }))
}

const WITHOUT_PAGES = /^\/(?:api|auth|graphql|healthz|oauth)\b/
