import type { Client } from '../clients/client.ts'
import { isSameResource } from '../resources/resource.ts'
import { issueAccessToken } from './access-token.ts'
import { refuse } from './errors.ts'
import type { TokenContext, TokenSet } from './token-context.ts'

/** What a machine asks for (RFC 6749 §4.4, RFC 8707). */
export interface MachineRequest {
  client: Client
  resource?: string
  /** Default: all that it may do there. */
  scopes?: readonly string[]
}

/**
 * Gives a configured confidential client a token in its own name. It gets no refresh token.
 *
 * @throws {TokenError} `unauthorized_client`, `invalid_target` or `invalid_scope`
 */
export async function issueForClient(
  context: TokenContext,
  { client, resource, scopes: asked }: MachineRequest,
): Promise<TokenSet> {
  if (!client.grantTypes.includes('client_credentials'))
    throw refuse('unauthorized_client', 'This client may not use the client_credentials grant')

  const access = Object.entries(client.machineAccess)
  const target = access.find(([uri]) => resource !== undefined && isSameResource(uri, resource))
  if (!target)
    throw refuse('invalid_target', 'The resource is missing, or this client may do nothing there')

  const [uri, allowed] = target
  const scopes = asked?.length ? asked : allowed
  if (!scopes.every((scope) => allowed.includes(scope)))
    throw refuse('invalid_scope', 'This client may not have all of these scopes')

  const accessToken = await issueAccessToken(context, {
    subject: client.id,
    clientId: client.id,
    scopes,
    resource: uri,
  })
  await context.audit.record({
    action: 'client_credentials.issued',
    clientId: client.id,
    detail: { resource: uri, scopes },
  })
  return { accessToken, scopes }
}
