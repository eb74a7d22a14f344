import { redirect } from '@sveltejs/kit'

import { deleteSecretCookie, setSecretCookie } from '#lib/server/cookies.ts'
import { here } from '#lib/server/event.ts'
import { endSession } from '#lib/server/sign-in/session.ts'
import type { RequestHandler } from './$types'

/** How long the browser remembers that somebody signed out. */
const SIGNED_OUT_MS = 30 * 24 * 60 * 60 * 1000

/**
 * Signs the person out: the session ends here, and its tokens at the issuer (RFC 7009). Their session there
 * belongs to other applications too, so it stays; the next sign-in in this browser asks who it is.
 */
export const POST: RequestHandler = async (event) => {
  const { session, web } = event.locals
  if (session) await endSession(web, session.id)
  deleteSecretCookie(event.cookies, web.cookieNames.session, web.url)
  const { signedOut: name } = web.cookieNames
  setSecretCookie(event.cookies, { name, value: '1', webUrl: web.url, maxAgeMs: SIGNED_OUT_MS })
  redirect(303, here(event, '/'))
}
