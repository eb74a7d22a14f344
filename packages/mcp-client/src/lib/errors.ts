import { CodedError } from '@toolgraph/errors'

/** Why a server could not be linked, reached or used. Each code names the step that failed. */
export type McpClientErrorCode =
  | 'ERR_SERVER_UNREACHABLE'
  | 'ERR_RESOURCE_METADATA_MISSING'
  | 'ERR_RESOURCE_METADATA_INVALID'
  | 'ERR_RESOURCE_MISMATCH'
  | 'ERR_ISSUER_MISSING'
  | 'ERR_ISSUER_UNREACHABLE'
  | 'ERR_ISSUER_METADATA_MISSING'
  | 'ERR_ISSUER_METADATA_INVALID'
  | 'ERR_ISSUER_MISMATCH'
  | 'ERR_PKCE_UNSUPPORTED'
  | 'ERR_ENDPOINT_FORBIDDEN'
  | 'ERR_REGISTRATION_UNSUPPORTED'
  | 'ERR_REGISTRATION_REFUSED'
  | 'ERR_STATE_MISMATCH'
  | 'ERR_RESPONSE_ISSUER_MISMATCH'
  | 'ERR_AUTHORIZATION_DENIED'
  | 'ERR_AUTHORIZATION_FAILED'
  | 'ERR_CLIENT_UNKNOWN'
  | 'ERR_GRANT_ENDED'
  | 'ERR_TOKEN_REFUSED'
  | 'ERR_TOKEN_RESPONSE_INVALID'
  | 'ERR_SIGN_IN_NEEDED'
  | 'ERR_SCOPES_NEEDED'
  | 'ERR_NOT_MCP'
  | 'ERR_SERVER_FAILED'
  | 'ERR_CALL_REFUSED'
  | 'ERR_CALL_TIMEOUT'
  | 'ERR_TOOL_LIST_ENDLESS'

/** A refusal met on the way to somebody else's server. The message is ours; what they said is in `cause`. */
export class McpClientError extends CodedError<McpClientErrorCode> {
  override readonly name = 'McpClientError'

  /** With `ERR_SCOPES_NEEDED` and `ERR_SIGN_IN_NEEDED`: the scopes that the server named. */
  readonly scopes: readonly string[]

  /**
   * @param code Which step failed
   * @param message Our own words
   * @param options The `cause`, logged and never shown; the `scopes` of a challenge
   */
  constructor(
    code: McpClientErrorCode,
    message: string,
    options: ErrorOptions & { scopes?: readonly string[] } = {},
  ) {
    super(code, message, options)
    this.scopes = options.scopes ?? []
  }
}

/** Names a server or issuer in a message: scheme and host, which the URL parser has cleaned. */
export function placeOf(url: string): string {
  const { protocol, host } = URL.parse(url) ?? { protocol: '', host: '' }
  return host ? `${protocol}//${host}` : 'an unreadable address'
}
