import { redirect } from '@sveltejs/kit'
import { generateRandomCodeVerifier } from 'oauth4webapi'

import { browserSecret, here } from '#lib/server/event.ts'
import { createState, keepAuthorization } from '#lib/server/pending/authorization.ts'
import { toReturnPath, withParameter } from '#lib/server/return-path.ts'
import type { RequestHandler } from './$types'

/** Sends a person to the issuer; `return` is where they go afterwards. */
export const GET: RequestHandler = async (event) => {
  const { locals, url, cookies } = event
  const { web, session, locale } = locals
  const given = url.searchParams.get('return')
  const after = given ? toReturnPath(given, web.url) : here(event, '/')
  if (session) redirect(303, after)

  const { state, id } = await createState()
  const codeVerifier = generateRandomCodeVerifier()
  const address = await web.issuer.authorizationUrl({
    state,
    codeVerifier,
    locale,
    chooseAccount: cookies.get(web.cookieNames.signedOut) !== undefined,
  })
  if (!address.ok) {
    web.log.error('Cannot reach the issuer', { error: address.failure.cause })
    redirect(303, withParameter(here(event, '/'), 'problem', 'sign_in_failed'))
  }
  await keepAuthorization(web, {
    kind: 'sign-in',
    id,
    browser: browserSecret(cookies, web),
    payload: { codeVerifier, after, locale },
  })
  redirect(303, address.value, { external: [address.value.origin] })
}
