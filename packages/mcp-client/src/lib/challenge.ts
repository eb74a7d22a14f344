import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client'
import { parseScopes } from './scopes.ts'

/** What a server asks for in `WWW-Authenticate` (RFC 6750 §3, RFC 9728 §5.1). */
export interface Challenge {
  resourceMetadataUrl?: URL
  /** The scopes of this operation. Empty where the server named none. */
  scopes: string[]
  /** `invalid_token`, `insufficient_scope`, …; a server's word, to branch on and never to show. */
  error?: string
}

/** Reads the challenge of a 401 or 403, or `undefined` where the answer carries none. */
export function readChallenge(response: Response): Challenge | undefined {
  if (response.status !== 401 && response.status !== 403) return undefined
  if (!response.headers.has('www-authenticate')) return undefined

  const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(response)
  return {
    scopes: parseScopes(scope),
    ...(resourceMetadataUrl && { resourceMetadataUrl }),
    ...(error !== undefined && { error }),
  }
}
