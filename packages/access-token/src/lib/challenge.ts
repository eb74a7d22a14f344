/** The error codes of RFC 6750 §3.1. */
export type ChallengeError = 'invalid_request' | 'invalid_token' | 'insufficient_scope'

/** What a refused caller is told about the way in. */
export interface Challenge {
  /** Where this resource's RFC 9728 document is. */
  resourceMetadataUrl: string
  /** All scopes that the refused operation needs, or the least to begin with. */
  scopes?: readonly string[]
  /** Left out when the request carried no token at all (RFC 6750 §3.1). */
  error?: ChallengeError
  /** Our own words for a developer; characters that a quoted string cannot hold are dropped. */
  description?: string
}

const SCOPE_TOKEN = /^[\u0021\u0023-\u005B\u005D-\u007E]+$/

/**
 * Writes the value of a `WWW-Authenticate` header (RFC 6750 §3, RFC 9728 §5.1).
 *
 * @throws TypeError For a scope that is no scope token (RFC 6749 §3.3)
 */
export function challenge(options: Challenge): string {
  const { resourceMetadataUrl, scopes = [], error, description } = options
  for (const scope of scopes) {
    if (!SCOPE_TOKEN.test(scope)) throw new TypeError(`"${scope}" is not a scope token`)
  }

  const parameters = [
    error === undefined ? undefined : `error="${error}"`,
    description === undefined ? undefined : `error_description="${toQuotable(description)}"`,
    scopes.length === 0 ? undefined : `scope="${scopes.join(' ')}"`,
    `resource_metadata="${new URL(resourceMetadataUrl).href}"`,
  ]
  return `Bearer ${parameters.filter((parameter) => parameter !== undefined).join(', ')}`
}

/** RFC 6750 §3: error_description is %x20-21 / %x23-5B / %x5D-7E. */
function toQuotable(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\u0020-\u005B\u005D-\u007E]/g, '')
}
