import { redirect } from '@sveltejs/kit'
import * as z from 'zod'

import { localizeHref } from '#lib/paraglide/runtime.js'
import type { ProblemCode } from '#lib/problems.ts'
import { deleteSecretCookie, setSecretCookie } from '#lib/server/cookies.ts'
import { takeAuthorization } from '#lib/server/pending/authorization.ts'
import type { Locale } from '#lib/server/preferences.ts'
import { openSession, SESSION_LIFE_MS } from '#lib/server/sign-in/session.ts'
import type { RequestHandler } from './$types'

const keptSchema = z.object({
  codeVerifier: z.string(),
  after: z.string(),
  locale: z.enum(['en', 'ja']),
})

/** The person comes back from the issuer. */
export const GET: RequestHandler = async ({ locals, url, cookies }) => {
  const { web, session, locale } = locals
  const { cookieNames } = web
  const state = url.searchParams.get('state')
  const claim = { kind: 'sign-in', state, browser: cookies.get(cookieNames.browser) } as const
  const kept = keptSchema.safeParse(await takeAuthorization(web, claim))
  // Somebody who came back twice (the browser's "back") is signed in already.
  if (!kept.success || state === null)
    redirect(303, session ? '/' : homeWith('sign_in_expired', locale))

  const { codeVerifier, after } = kept.data
  const signedIn = await web.issuer.redeem(url.searchParams, { state, codeVerifier })
  if (!signedIn.ok) {
    const { reason, cause } = signedIn.failure
    web.log.warn('Cannot sign a person in', { reason, error: cause })
    const problem = reason === 'denied' ? 'sign_in_denied' : 'sign_in_failed'
    redirect(303, homeWith(problem, kept.data.locale))
  }
  // A new session for each sign-in: what the cookie held before is worth nothing now.
  if (session) await web.sessions.end(session.id)
  setSecretCookie(cookies, {
    name: cookieNames.session,
    value: await openSession(web, signedIn.value),
    webUrl: web.url,
    maxAgeMs: SESSION_LIFE_MS,
  })
  deleteSecretCookie(cookies, cookieNames.signedOut, web.url)
  redirect(303, after)
}

function homeWith(problem: ProblemCode, locale: Locale): string {
  return localizeHref(`/?problem=${problem}`, { locale })
}
