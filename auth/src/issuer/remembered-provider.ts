import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { AuthorizationRequest } from '../authorization/authorization-request.ts'
import { setOpenAuthState } from './openauth-state.ts'

/** The path at which nothing is asked. No address leads there. */
export const REMEMBERED = '/remembered/authorize'

/** A request that the person has allowed before, and who they are. */
export interface RememberedConsent {
  request: AuthorizationRequest
  userId: string
  /** The session that says so. */
  sessionId: string
}

/** Lets those through who are signed in and have been asked before, as a provider of OpenAuth. */
export function createRememberedProvider(
  consentOf: (request: Request) => RememberedConsent,
): Provider<RememberedConsent> {
  return {
    type: 'remembered',
    init(routes, { success }) {
      routes.get('/authorize', (c) => {
        const consent = consentOf(c.req.raw)
        setOpenAuthState(c, consent.request)
        return success(c, consent)
      })
    },
  }
}
