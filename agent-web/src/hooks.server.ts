import { redirect, type RequestEvent } from '@sveltejs/kit'
import { type Handle, type HandleServerError, sequence, type ServerInit } from '@sveltejs/kit/hooks'

import { localizeHref } from '#lib/paraglide/runtime.js'
import { paraglideMiddleware } from '#lib/paraglide/server.js'
import { deleteSecretCookie } from '#lib/server/cookies.ts'
import { createGraph } from '#lib/server/graph/graph-client.ts'
import {
  LOCALE_COOKIE,
  parseTheme,
  preferredLocale,
  THEME_COOKIE,
} from '#lib/server/preferences.ts'
import { problemOf } from '#lib/server/problem-of.ts'
import { addSecurityHeaders } from '#lib/server/security-headers.ts'
import { findSession } from '#lib/server/sign-in/session.ts'
import type { Web } from '#lib/server/web.ts'
import { createWeb } from './entry/create-web.ts'

// Built once, from the environment, before the first request.
let web: Web
export const init: ServerInit = async () => {
  web = await createWeb()
}

const secure: Handle = async ({ event, resolve }) => {
  event.locals.web = web
  const response = await resolve(event)
  const { formTargets, url } = web
  try {
    addSecurityHeaders(response.headers, { isHttps: url.startsWith('https:'), formTargets })
    return response
  } catch {
    // An answer that was fetched (the graph's) has headers that cannot be changed.
    const copy = new Response(response.body, response)
    addSecurityHeaders(copy.headers, { isHttps: url.startsWith('https:'), formTargets })
    return copy
  }
}

const speak: Handle = ({ event, resolve }) => {
  const { url, request, cookies, locals } = event
  locals.theme = parseTheme(cookies.get(THEME_COOKIE))
  // Without the body: the middleware reads only the address and the headers, and would copy it.
  const asked = new Request(url, { headers: request.headers })
  return paraglideMiddleware(asked, ({ locale }) => {
    locals.locale = locale
    if (isArrival(event)) {
      const preferred = preferredLocale(
        cookies.get(LOCALE_COOKIE),
        request.headers.get('accept-language'),
      )
      if (preferred !== locale && locale === 'en')
        redirect(307, localizeHref(url.pathname + url.search, { locale: preferred }))
    }
    return resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('%toolgraph.lang%', locale).replace('%toolgraph.theme%', locals.theme),
    })
  })
}

const recognize: Handle = async ({ event, resolve }) => {
  const { cookies, locals, route } = event
  const { url, graphUrl, cookieNames } = web
  const secret = route.id && route.id !== '/healthz' ? cookies.get(cookieNames.session) : undefined
  locals.session = secret ? await findSession(web, secret) : undefined
  if (secret && !locals.session) deleteSecretCookie(cookies, cookieNames.session, url)
  locals.graph = createGraph({
    url: `${graphUrl}/graphql`,
    accessToken: locals.session?.accessToken,
    fetch: web.fetch,
  })
  return resolve(event)
}

export const handle = sequence(secure, speak, recognize)

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'app') return
  if (kind !== 'unknown') return { problem: 'unknown' }
  const { problem, status } = problemOf(error)
  if (problem !== 'unknown') return { problem, status, message: problem }
  const id = crypto.randomUUID()
  web.log.error('Cannot answer a request', { id, route: event.route.id, error })
  return { problem, id, message: 'Something went wrong' }
}

/** A page that a person comes to from outside, not by a link of ours: then their own language is shown. */
function isArrival({ request, route, isDataRequest }: RequestEvent): boolean {
  const { headers, method } = request
  if (method !== 'GET' || isDataRequest || WITHOUT_PAGES.test(route.id ?? '/')) return false
  return (
    headers.get('sec-fetch-dest') === 'document' && headers.get('sec-fetch-site') !== 'same-origin'
  )
}

const WITHOUT_PAGES = /^\/(?:api|auth|graphql|healthz|oauth)\b/
