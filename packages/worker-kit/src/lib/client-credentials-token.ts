import { createIssuerReader } from '@toolgraph/access-token'
import * as z from 'zod'
import { askJson } from './ask-json.ts'
import { PublishError } from './publish-error.ts'

/** A server's own account at an issuer. */
export interface ClientCredentials {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the token is for (RFC 8707). */
  resource: string
  /** Scopes, separated by spaces. */
  scope: string
  fetch: typeof fetch
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
})

/**
 * Gets an access token for a server itself, with no person involved (OAuth 2.1, grant
 * `client_credentials`).
 *
 * @throws PublishError `ERR_UNREACHABLE` or `ERR_TOKEN_REFUSED`
 */
export async function clientCredentialsToken(options: ClientCredentials): Promise<string> {
  const { issuer, clientId, clientSecret, resource, scope, fetch } = options
  const endpoint = await findTokenEndpoint(issuer, fetch)
  const { body, status } = await askJson(fetch, endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${toBasic(clientId, clientSecret)}`,
      accept: 'application/json',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope }).toString(),
  })

  const token = tokenSchema.safeParse(body)
  if (status === 200 && token.success) return token.data.access_token
  throw new PublishError(
    'ERR_TOKEN_REFUSED',
    `Cannot get a token for "${resource}" as "${clientId}": status ${status}`,
    { cause: body },
  )
}

async function findTokenEndpoint(issuer: string, fetch: typeof globalThis.fetch): Promise<string> {
  const metadata = await createIssuerReader({ issuer, fetch }).metadata()
  if (!metadata.ok) {
    const { cause } = metadata.failure
    throw new PublishError('ERR_UNREACHABLE', `Cannot reach the issuer "${issuer}"`, { cause })
  }
  const { token_endpoint: endpoint } = metadata.value
  if (endpoint !== undefined) return endpoint
  throw new PublishError('ERR_TOKEN_REFUSED', `The issuer "${issuer}" names no token endpoint`)
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function toBasic(clientId: string, clientSecret: string): string {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2)
  return btoa(`${encode(clientId)}:${encode(clientSecret)}`)
}
