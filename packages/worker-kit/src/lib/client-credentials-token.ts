import * as z from 'zod'
import { askToken, type ServerAccount } from './ask-token.ts'
import { PublishError } from './publish-error.ts'

/** A token that a server asks for itself. */
export interface ClientCredentials extends ServerAccount {
  /** What the token is for (RFC 8707). */
  resource: string
  /** Scopes, separated by spaces. */
  scope: string
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
  const { clientId, resource, scope } = options
  const form = { grant_type: 'client_credentials', resource, scope }
  const { body, status } = await askToken(options, form)

  const token = tokenSchema.safeParse(body)
  if (status === 200 && token.success) return token.data.access_token
  throw new PublishError(
    'ERR_TOKEN_REFUSED',
    `Cannot get a token for "${resource}" as "${clientId}": status ${status}`,
    { cause: body },
  )
}
