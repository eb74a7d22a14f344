import { OAuthError, type OAuthTokens } from '@modelcontextprotocol/client'
import { SafeFetchError } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import { clientRegistrationSchema } from './client-registration.ts'
import { McpClientError, placeOf } from './errors.ts'
import { issuerMetadataSchema } from './issuer-metadata.ts'
import { parseScopes } from './scopes.ts'

/** The tokens of one linked server, with what it takes to renew and revoke them, as plain JSON. Secret. */
export const tokenSetSchema = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).optional(),
  scopes: z.array(z.string()),
  /** Milliseconds since the epoch; missing: the issuer did not say. */
  expiresAt: z.number().optional(),
  issuer: z.string(),
  resource: z.string(),
  client: clientRegistrationSchema,
  metadata: issuerMetadataSchema,
})

/** The tokens of one linked server, with what it takes to renew and revoke them, as plain JSON. Secret. */
export type TokenSet = z.infer<typeof tokenSetSchema>

/** What a token set is made for, whoever asks. */
export type Grant = Pick<TokenSet, 'issuer' | 'resource' | 'client' | 'metadata'>

/** Turns a token response (RFC 6749 §5.1) into a token set. */
export function toTokenSet(
  tokens: OAuthTokens,
  { grant, askedScopes, now }: { grant: Grant; askedScopes: string[]; now: number },
): TokenSet {
  const { issuer, resource, client, metadata } = grant
  if (tokens.token_type.toLowerCase() !== 'bearer')
    throw new McpClientError(
      'ERR_TOKEN_RESPONSE_INVALID',
      `Cannot use the token of "${placeOf(issuer)}": it is not a bearer token`,
    )
  return {
    accessToken: tokens.access_token,
    ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }),
    // A response without `scope` granted what was asked (RFC 6749 §5.1).
    scopes: tokens.scope === undefined ? askedScopes : parseScopes(tokens.scope),
    ...(tokens.expires_in !== undefined && { expiresAt: now + tokens.expires_in * 1000 }),
    issuer,
    resource,
    client,
    metadata,
  }
}

/** Turns what the token endpoint did into our own refusal. */
export function toTokenError(cause: unknown, issuer: string): McpClientError {
  if (cause instanceof McpClientError) return cause

  const about = `Cannot get tokens from "${placeOf(issuer)}"`
  if (cause instanceof SafeFetchError || cause instanceof TypeError)
    return new McpClientError('ERR_ISSUER_UNREACHABLE', `${about}: it cannot be reached`, { cause })
  if (!(cause instanceof OAuthError))
    return new McpClientError('ERR_TOKEN_RESPONSE_INVALID', `${about}: its answer is malformed`, {
      cause,
    })

  switch (cause.code) {
    case 'invalid_grant':
      return new McpClientError('ERR_GRANT_ENDED', `${about}: the grant has ended`, { cause })
    case 'invalid_client':
    case 'unauthorized_client':
      return new McpClientError('ERR_CLIENT_UNKNOWN', `${about}: it no longer knows this client`, {
        cause,
      })
    default:
      return new McpClientError('ERR_TOKEN_REFUSED', `${about}: it refused the request`, { cause })
  }
}
