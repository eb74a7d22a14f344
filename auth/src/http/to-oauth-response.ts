import type { TokenError, TokenErrorCode } from '../tokens/errors.ts'

const STATUS = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  temporarily_unavailable: 503,
  consent_required: 400,
  slow_down: 429,
} as const satisfies Record<TokenErrorCode, number>

const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** Answers with JSON that nobody may keep (RFC 6749 §5.1). */
export function oauthJson(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return Response.json(body, { status, headers: { ...NO_STORE, ...headers } })
}

/** When what is unavailable now may be asked for again, where the refusal does not say. */
export const UNAVAILABLE_SECONDS = 5

/** Turns a refusal into its answer (RFC 6749 §5.2). */
export function toOAuthResponse(refusal: TokenError): Response {
  const { code, message, consentUri } = refusal
  const body = {
    error: code,
    error_description: message,
    ...(consentUri && { consent_uri: consentUri }),
  }
  return oauthJson(body, STATUS[code], headersOf(refusal))
}

function headersOf({ code, retryAfterSeconds }: TokenError): Record<string, string> {
  if (code === 'invalid_client') return { 'www-authenticate': 'Basic realm="Toolgraph"' }
  return retryAfter(
    retryAfterSeconds ?? (code === 'temporarily_unavailable' ? UNAVAILABLE_SECONDS : undefined),
  )
}

/** The header that says when to come back (RFC 9110 §10.2.3); none where there is nothing to say. */
export function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
