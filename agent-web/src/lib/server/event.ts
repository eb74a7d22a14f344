import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit'
import type { AnyVariables, TypedDocumentNode } from '@urql/core'

import { localizeHref } from '#lib/paraglide/runtime.js'
import { isProblemCode, type ProblemCode } from '#lib/problems.ts'
import { deleteSecretCookie, setSecretCookie } from './cookies.ts'
import { GraphError } from './graph/graph-client.ts'
import type { LinkingContext } from './linking/linking.ts'
import { AUTHORIZATION_LIFE_MS } from './pending/authorization.ts'
import { Problem } from './problem.ts'
import { createSecret } from './sealing/secret.ts'
import type { Web } from './web.ts'

type Event = Pick<RequestEvent, 'locals' | 'url' | 'cookies'>

/** A path of ours in the language of this request. */
export function here({ locals }: Pick<Event, 'locals'>, path: string): string {
  return localizeHref(path, { locale: locals.locale })
}

/**
 * Asks the graph. A session that the graph no longer knows is dropped, and the page asked for again.
 *
 * @param missing What is not there when the graph knows no such id (default: `input_invalid`)
 */
export async function ask<data, variables extends AnyVariables>(
  event: Event,
  document: TypedDocumentNode<data, variables>,
  variables: variables,
  missing?: ProblemCode,
): Promise<data> {
  const { locals, cookies, url } = event
  try {
    return await locals.graph.query(document, variables)
  } catch (error) {
    if (missing && error instanceof GraphError && error.code === 'ERR_GRAPH_INPUT_INVALID')
      throw new Problem(missing, { cause: error })
    const isForgotten = error instanceof GraphError && error.code === 'ERR_SIGN_IN_REQUIRED'
    if (!isForgotten || !locals.session) throw error
    await locals.web.sessions.end(locals.session.id)
    deleteSecretCookie(cookies, locals.web.cookieNames.session, locals.web.url)
    redirect(303, url.pathname + url.search)
  }
}

/**
 * Asks for a page of a list. An address that names a page which the graph does not know, such as one of a wish
 * that was changed by hand, gives way to the first page.
 */
export async function askPage<data, variables extends AnyVariables>(
  event: Event,
  document: TypedDocumentNode<data, variables>,
  variables: variables,
): Promise<data> {
  const { url } = event
  try {
    return await ask(event, document, variables)
  } catch (error) {
    const isUnknown = error instanceof GraphError && error.code === 'ERR_GRAPH_INPUT_INVALID'
    if (!isUnknown || !url.searchParams.has('after')) throw error
    const parameters = new URLSearchParams(url.searchParams)
    parameters.delete('after')
    redirect(303, `${url.pathname}${parameters.size ? `?${parameters}` : ''}`)
  }
}

/** Whoever is not signed in goes to sign in, and comes back to this page. */
export function requirePerson(event: Event): LinkingContext {
  const { session, web, graph } = event.locals
  if (session) return { web, graph, subject: session.subject }
  const back = new URLSearchParams({ return: event.url.pathname + pageSearch(event.url) })
  redirect(303, `${here(event, '/auth/sign-in')}?${back}`)
}

/** The problem that another page sent along, if it is one of ours. */
export function givenProblem(url: URL): ProblemCode | null {
  const code = url.searchParams.get('problem')
  return isProblemCode(code) ? code : null
}

/** The value of this browser's own cookie; a new browser gets one. */
export function browserSecret(cookies: Cookies, web: Web): string {
  const { browser: name } = web.cookieNames
  const value = cookies.get(name) ?? createSecret()
  setSecretCookie(cookies, { name, value, webUrl: web.url, maxAgeMs: AUTHORIZATION_LIFE_MS })
  return value
}

/** Without the name of an action (`?/sync`), which is no part of a page's address. */
function pageSearch(url: URL): string {
  const parameters = new URLSearchParams(url.searchParams)
  for (const name of url.searchParams.keys()) if (name.startsWith('/')) parameters.delete(name)
  return parameters.size ? `?${parameters}` : ''
}
