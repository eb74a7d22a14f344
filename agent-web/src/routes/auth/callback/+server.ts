import { redirect } from '@sveltejs/kit'
import * as z from 'zod'

import type { ProblemCode } from '#lib/problems.ts'
import { setSecretCookie } from '#lib/server/cookies.ts'
import { takeAuthorization } from '#lib/server/pending/authorization.ts'
import { withParameter } from '#lib/server/return-path.ts'
import { openSession, SESSION_LIFE_MS } from '#lib/server/sign-in/session.ts'
import type { RequestHandler } from './$types'

const keptSchema = z.object({ codeVerifier: z.string(), after: z.string() })

/** The person comes back from the issuer. */
export const GET: RequestHandler = async ({ locals, url, cookies }) => {
  const { web, session } = locals
  const { cookieNames } = web
  const state = url.searchParams.get('state')
  const browser = cookies.get(cookieNames.browser)
  const kept = keptSchema.safeParse(
    await takeAuthorization(web, { kind: 'sign-in', state, browser }),
  )
  // Somebody who came back twice (the browser's "back") is signed in already.
  if (!kept.success || state === null)
    redirect(303, session ? '/' : problemPath('/', 'sign_in_expired'))

  const { codeVerifier, after } = kept.data
  const signedIn = await web.issuer.redeem(url.searchParams, { state, codeVerifier })
  if (!signedIn.ok) {
    const { reason, cause } = signedIn.failure
    web.log.warn('Cannot sign a person in', { reason, error: cause })
    redirect(303, problemPath('/', reason === 'denied' ? 'sign_in_denied' : 'sign_in_failed'))
  }
  // A new session for each sign-in: what the cookie held before is worth nothing now.
  if (session) await web.sessions.end(session.id)
  setSecretCookie(cookies, {
    name: cookieNames.session,
    value: await openSession(web, signedIn.value),
    webUrl: web.url,
    maxAgeMs: SESSION_LIFE_MS,
  })
  redirect(303, after)
}

function problemPath(path: string, problem: ProblemCode): string {
  return withParameter(path, 'problem', problem)
}
