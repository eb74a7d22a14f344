import type { Parameters } from '../authorization/parameters.ts'
import { refuse } from '../tokens/errors.ts'

/** The types of tokens that are taken and given (RFC 8693 §3): an access token of ours is a JWT as well. */
const TOKEN_TYPES = [
  'urn:ietf:params:oauth:token-type:access_token',
  'urn:ietf:params:oauth:token-type:jwt',
] as const

/** The parameters of a token exchange that no other grant has, checked (RFC 8693 §2.1). */
export interface ExchangeParameters {
  subjectToken: string
  /** What the answer calls the token that is given. */
  issuedTokenType: string
}

/**
 * Reads the parameters of a token exchange.
 *
 * @throws {TokenError} `invalid_request` or `invalid_target`
 */
export function readExchange(form: Parameters): ExchangeParameters {
  const { subject_token: subjectToken, resource, audience } = form
  const { requested_token_type: requested = TOKEN_TYPES[0] } = form
  if (subjectToken === undefined)
    throw refuse('invalid_request', 'The parameter subject_token is missing')
  if (!isTokenType(form['subject_token_type']))
    throw refuse(
      'invalid_request',
      `The subject_token_type must be one of: ${TOKEN_TYPES.join(' ')}`,
    )
  if (!isTokenType(requested))
    throw refuse('invalid_request', `The requested_token_type can be: ${TOKEN_TYPES.join(' ')}`)
  if (form['actor_token'] !== undefined || form['actor_token_type'] !== undefined)
    throw refuse(
      'invalid_request',
      'An actor_token is not supported: the client itself is the actor',
    )
  // Servers have no logical names here: an audience can only say again what the resource says.
  if (audience !== undefined && audience !== resource)
    throw refuse('invalid_target', 'Name the server by its resource: an audience is not supported')

  return { subjectToken, issuedTokenType: requested }
}

function isTokenType(type: string | undefined): boolean {
  return TOKEN_TYPES.some((one) => one === type)
}
