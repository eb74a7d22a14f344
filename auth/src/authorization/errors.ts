import { CodedError } from '@toolgraph/errors'

/** The errors that go back to the client (RFC 6749 §4.1.2.1, RFC 8707 §2, OpenID Connect Core §3.1.2.6). */
export type AuthorizationErrorCode =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'invalid_target'
  | 'login_required'
  | 'consent_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'

/** A refusal that is told to the client, at its checked redirect URI. */
export class AuthorizationError extends CodedError<AuthorizationErrorCode> {
  override readonly name = 'AuthorizationError'
}

/** Why a request is answered with a page of ours: nobody may be redirected. */
export type LocalErrorCode =
  | 'ERR_CLIENT_MISSING'
  | 'ERR_CLIENT_UNKNOWN'
  | 'ERR_CLIENT_UNREADABLE'
  | 'ERR_CLIENT_NOT_ACTOR'
  | 'ERR_RESOURCE_UNKNOWN'
  | 'ERR_RESOURCE_UNAVAILABLE'
  | 'ERR_SCOPE_UNKNOWN'
  | 'ERR_REDIRECT_UNREGISTERED'
  | 'ERR_PARAMETER_REPEATED'
  | 'ERR_REQUEST_UNKNOWN'
  | 'ERR_REQUEST_OF_ANOTHER_BROWSER'
  | 'ERR_FORM_REFUSED'
  | 'ERR_NOT_FOUND'

/** A refusal that only the person in front of the browser sees. */
export class LocalError extends CodedError<LocalErrorCode> {
  override readonly name = 'LocalError'
}
