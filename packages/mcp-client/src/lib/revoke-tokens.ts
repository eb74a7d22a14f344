import { selectClientAuthMethod } from '@modelcontextprotocol/client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { TokenSet } from './token-set.ts'

/** Which tokens to give back. */
export interface RevokeTokensOptions {
  tokens: TokenSet
  fetch: SafeFetch
  signal?: AbortSignal
}

/**
 * Asks the issuer to revoke the tokens (RFC 7009), the refresh token first: most issuers end the whole
 * grant with it. Never throws for what the issuer does, as disconnecting must always work.
 *
 * @returns Whether the issuer confirmed each
 */
export async function revokeTokens({
  tokens,
  fetch,
  signal,
}: RevokeTokensOptions): Promise<boolean> {
  const { revocation_endpoint: endpoint } = tokens.metadata
  if (endpoint === undefined) return false

  const revoke = async (token: string, hint: string): Promise<boolean> => {
    const { headers, body } = authenticated(tokens, { token, token_type_hint: hint })
    const init = {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: signal ?? null,
    } as const
    const response = await fetch(endpoint, init)
    void response.body?.cancel().catch(() => {})
    return response.ok
  }
  try {
    const { refreshToken, accessToken } = tokens
    const refresh = refreshToken === undefined || (await revoke(refreshToken, 'refresh_token'))
    return (await revoke(accessToken, 'access_token')) && refresh
  } catch {
    signal?.throwIfAborted()
    return false
  }
}

/** The request with the client's authentication at the token endpoint (RFC 6749 §2.3, RFC 7009 §2.1). */
function authenticated(
  { client, metadata }: TokenSet,
  params: Record<string, string>,
): { headers: Headers; body: URLSearchParams } {
  const headers = new Headers({ accept: 'application/json' })
  const body = new URLSearchParams(params)
  const supported = metadata.token_endpoint_auth_methods_supported ?? []
  const method = selectClientAuthMethod(client, supported)

  if (method === 'client_secret_basic') {
    const credentials = [client.client_id, client.client_secret ?? ''].map(encodeURIComponent)
    headers.set('authorization', `Basic ${btoa(credentials.join(':'))}`)
    return { headers, body }
  }
  body.set('client_id', client.client_id)
  if (method === 'client_secret_post' && client.client_secret)
    body.set('client_secret', client.client_secret)
  return { headers, body }
}
