import type { AuthorizationRequest } from '../authorization/authorization-request.ts'
import { decideConsent } from '../authorization/decide-consent.ts'
import type { Client } from '../clients/client.ts'
import type { Services } from '../services.ts'
import { findSessionWithGrant } from './find-session.ts'

/**
 * Answers a checked request without a page, where somebody is signed in and need not be asked; `undefined`
 * where a page is needed. Nothing of such a request has to be kept.
 */
export async function answerAtOnce(
  services: Services,
  incoming: Request,
  { request, client }: { request: AuthorizationRequest; client: Client },
): Promise<Response | undefined> {
  const { prompt } = request
  if (prompt.includes('login') || prompt.includes('select_account')) return undefined
  const found = await findSessionWithGrant(services, incoming, request)
  if (!found) return undefined

  const { session, granted } = found
  const { trustedOrigins } = services.clientSources
  const decision = decideConsent({ client, request, granted, trustedOrigins })
  if (decision.ask) return undefined
  return services.machine.answer({ request, userId: session.person.id, sessionId: session.id })
}
