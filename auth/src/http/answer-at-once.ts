import type { AuthorizationRequest } from '../authorization/authorization-request.ts'
import { decideConsent } from '../authorization/decide-consent.ts'
import type { Client } from '../clients/client.ts'
import type { Services } from '../services.ts'
import { findSession } from './find-session.ts'

/**
 * Answers a checked request without a page, where somebody is signed in and need not be asked; `undefined`
 * where a page is needed. Nothing of such a request has to be kept.
 */
export async function answerAtOnce(
  services: Services,
  incoming: Request,
  { request, client }: { request: AuthorizationRequest; client: Client },
): Promise<Response | undefined> {
  const { prompt, clientId, resource } = request
  if (prompt.includes('login') || prompt.includes('select_account')) return undefined
  const session = await findSession(services, incoming)
  if (!session) return undefined

  const userId = session.person.id
  const { grants } = services.tokenContext
  const granted = await grants.find({
    userId,
    clientId,
    ...(resource !== undefined && { resource }),
  })
  const { trustedOrigins } = services.clientSources
  const decision = decideConsent({ client, request, granted, trustedOrigins })
  if (decision.ask) return undefined
  return services.machine.answer({ request, userId, sessionId: session.id })
}
