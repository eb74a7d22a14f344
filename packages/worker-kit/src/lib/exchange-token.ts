import * as z from 'zod'
import { askToken, type ServerAccount } from './ask-token.ts'
import { ToolError } from './tool-error.ts'

/** A token with which a server acts for the person who calls it. */
export interface TokenExchange extends ServerAccount {
  /** The token that the person's application sent: `user.token`. */
  subjectToken: string
  /** The server to act at (RFC 8707). */
  resource: string
  /** Scopes of that server, separated by spaces. */
  scope: string
}

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
})
const refusalSchema = z.object({ error: z.string(), consent_uri: z.url().optional() })

/**
 * Exchanges the token of a person who calls for one of another server (RFC 8693): for that server
 * alone, and with no more than the person allowed this server there. The token that was sent is
 * never passed on.
 *
 * @throws ToolError `ERR_CONSENT_REQUIRED`, with `consent_uri` among its details, where the person
 *   has not allowed it yet; `ERR_SIGN_IN_ENDED` where the token is revoked
 * @throws PublishError `ERR_UNREACHABLE` or `ERR_TOKEN_REFUSED`
 */
export async function exchangeToken(exchange: TokenExchange): Promise<string> {
  const { subjectToken, resource, scope } = exchange
  const { body, status } = await askToken(exchange, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: ACCESS_TOKEN,
    resource,
    scope,
  })

  const token = tokenSchema.safeParse(body)
  if (status === 200 && token.success) return token.data.access_token
  throw toRefusal(exchange, body)
}

function toRefusal({ issuer, resource }: TokenExchange, body: unknown): Error {
  const { data } = refusalSchema.safeParse(body)
  if (data?.error === 'invalid_request')
    return new ToolError('ERR_SIGN_IN_ENDED', 'Cannot act for you: your sign-in has ended', {
      cause: body,
    })
  // A consent is given at the issuer's own page and nowhere else.
  if (
    data?.consent_uri !== undefined &&
    new URL(data.consent_uri).origin === new URL(issuer).origin
  )
    return consentRequired(resource, data.consent_uri)
  return new Error(`The issuer gives no token for "${resource}"`, { cause: body })
}

function consentRequired(resource: string, uri: string): ToolError {
  return new ToolError(
    'ERR_CONSENT_REQUIRED',
    `Cannot act for you at "${resource}": you have not allowed it yet; open ${uri} to allow it, and try again`,
    { details: { consent_uri: uri } },
  )
}
