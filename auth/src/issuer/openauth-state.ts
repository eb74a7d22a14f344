import type { Context } from 'hono'
import type { AuthorizationRequest } from '../authorization/authorization-request.ts'

/**
 * Tells OpenAuth what is asked for. It would read that from a cookie that only its own RSA key opens;
 * where there is none it takes what stands in the context, and ours comes from the request that we keep.
 */
export function setOpenAuthState(context: Context, request: AuthorizationRequest): void {
  context.set('authorization', {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    pkce: { challenge: request.codeChallenge, method: 'S256' },
  })
}
