import type { Client } from '../clients/client.ts'
import { sha256Hex } from '../keys/digest.ts'
import { looksLikeJwt, readAccessToken } from './access-token.ts'
import { refuse } from './errors.ts'
import type { TokenContext } from './token-context.ts'

/**
 * Revokes a token of the client that presents it (RFC 7009): a refresh token with its whole family, an
 * access token alone. A token that nobody knows is revoked enough.
 *
 * @throws {TokenError} `invalid_grant` for the token of another client
 */
export async function revokeToken(
  context: TokenContext,
  client: Client,
  token: string,
): Promise<void> {
  const revoked = looksLikeJwt(token)
    ? await revokeAccessToken(context, client, token)
    : await revokeFamilyOf(context, client, token)
  if (!revoked) return

  const { userId, ...detail } = revoked
  await context.audit.record({
    action: 'token.revoked',
    ...(userId && { userId }),
    clientId: client.id,
    detail,
  })
}

interface Revoked {
  userId?: string
  family?: string
  jti?: string
}

async function revokeAccessToken(
  context: TokenContext,
  client: Client,
  token: string,
): Promise<Revoked | undefined> {
  const claims = await readAccessToken(context, token)
  if (!claims) return undefined
  if (claims.client_id !== client.id) throw ofAnotherClient()

  await context.tokens.revokeAccessToken(claims.jti, new Date(claims.exp * 1000))
  return { jti: claims.jti }
}

async function revokeFamilyOf(
  context: TokenContext,
  client: Client,
  token: string,
): Promise<Revoked | undefined> {
  const found = await context.tokens.findRefreshToken(await sha256Hex(token))
  if (!found) return undefined
  if (found.family.clientId !== client.id) throw ofAnotherClient()

  const { id, userId } = found.family
  await context.tokens.revokeFamily(id, new Date(context.now()))
  return { userId, family: id }
}

function ofAnotherClient() {
  return refuse('invalid_grant', 'The token was issued to another client')
}
