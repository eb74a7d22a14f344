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
  slow_down: 429,
} as const satisfies Record<TokenErrorCode, number>

const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** Answers with JSON that nobody may keep (RFC 6749 §5.1). */
export function oauthJson(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return Response.json(body, { status, headers: { ...NO_STORE, ...headers } })
}

/** Turns a refusal into its answer (RFC 6749 §5.2). */
export function toOAuthResponse({ code, message }: TokenError): Response {
  const challenge: Record<string, string> =
    code === 'invalid_client' ? { 'www-authenticate': 'Basic realm="Toolgraph"' } : {}
  return oauthJson({ error: code, error_description: message }, STATUS[code], challenge)
}
