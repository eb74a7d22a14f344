import { redirect } from '@sveltejs/kit'

import { deleteSecretCookie } from '#lib/server/cookies.ts'
import { here } from '#lib/server/event.ts'
import { endSession } from '#lib/server/sign-in/session.ts'
import type { RequestHandler } from './$types'

/** Signs the person out, here and at the issuer (RFC 7009). */
export const POST: RequestHandler = async (event) => {
  const { session, web } = event.locals
  if (session) await endSession(web, session.id)
  deleteSecretCookie(event.cookies, web.cookieNames.session, web.url)
  redirect(303, here(event, '/'))
}
