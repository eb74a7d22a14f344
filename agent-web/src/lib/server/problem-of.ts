import { McpClientError, type McpClientErrorCode } from '@toolgraph/mcp-client'
import { SafeFetchError, type SafeFetchErrorCode } from '@toolgraph/safe-fetch'

import type { ProblemCode } from '#lib/problems.ts'
import { GraphError, type GraphErrorCode } from './graph/graph-client.ts'
import { Problem } from './problem.ts'

/** What a page says of an error, and the status it is answered with. The one mapper of this face. */
export function problemOf(error: unknown): { problem: ProblemCode; status: number } {
  const problem = toProblem(error)
  return { problem, status: STATUS[problem] ?? 500 }
}

function toProblem(error: unknown): ProblemCode {
  if (error instanceof Problem) return error.code
  if (error instanceof GraphError) return GRAPH[error.code]
  if (error instanceof McpClientError) return beneath(error) ?? MCP[error.code]
  if (error instanceof SafeFetchError) return SAFE_FETCH[error.code]
  if (error instanceof Error && error.name === 'TimeoutError') return 'timed_out'
  return 'unknown'
}

/** A forbidden address or a huge answer says more than "cannot be reached". */
function beneath(error: Error): ProblemCode | undefined {
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError && cause.code !== 'ERR_UNREACHABLE')
      return SAFE_FETCH[cause.code]
  }
  return undefined
}

const GRAPH: Record<GraphErrorCode, ProblemCode> = {
  ERR_GRAPH_UNREACHABLE: 'graph_unreachable',
  ERR_GRAPH_REFUSED: 'graph_refused',
  ERR_GRAPH_INPUT_INVALID: 'input_invalid',
  ERR_SIGN_IN_REQUIRED: 'sign_in_required',
}

const SAFE_FETCH: Record<SafeFetchErrorCode, ProblemCode> = {
  ERR_ADDRESS_FORBIDDEN: 'address_forbidden',
  ERR_TOO_LARGE: 'answer_too_large',
  ERR_TIMEOUT: 'timed_out',
  ERR_TOO_MANY_REDIRECTS: 'server_unreachable',
  ERR_UNREACHABLE: 'server_unreachable',
}

const MCP: Record<McpClientErrorCode, ProblemCode> = {
  ERR_SERVER_UNREACHABLE: 'server_unreachable',
  ERR_RESOURCE_METADATA_MISSING: 'link_unsupported',
  ERR_RESOURCE_METADATA_INVALID: 'link_unsupported',
  ERR_RESOURCE_MISMATCH: 'link_unsafe',
  ERR_ISSUER_MISSING: 'link_unsupported',
  ERR_ISSUER_UNREACHABLE: 'server_unreachable',
  ERR_ISSUER_METADATA_MISSING: 'link_unsupported',
  ERR_ISSUER_METADATA_INVALID: 'link_unsupported',
  ERR_ISSUER_MISMATCH: 'link_unsafe',
  ERR_PKCE_UNSUPPORTED: 'link_unsafe',
  ERR_ENDPOINT_FORBIDDEN: 'link_unsafe',
  ERR_REGISTRATION_UNSUPPORTED: 'link_unsupported',
  ERR_REGISTRATION_REFUSED: 'link_unsupported',
  ERR_STATE_MISMATCH: 'link_expired',
  ERR_RESPONSE_ISSUER_MISMATCH: 'link_unsafe',
  ERR_AUTHORIZATION_DENIED: 'link_denied',
  ERR_AUTHORIZATION_FAILED: 'link_failed',
  ERR_CLIENT_UNKNOWN: 'link_failed',
  ERR_GRANT_ENDED: 'needs_sign_in',
  ERR_TOKEN_REFUSED: 'link_failed',
  ERR_TOKEN_RESPONSE_INVALID: 'link_failed',
  ERR_SIGN_IN_NEEDED: 'needs_sign_in',
  ERR_SCOPES_NEEDED: 'scopes_needed',
  ERR_NOT_MCP: 'server_not_mcp',
  ERR_SERVER_FAILED: 'server_failed',
  ERR_CALL_REFUSED: 'call_refused',
  ERR_CALL_TIMEOUT: 'timed_out',
  ERR_TOOL_LIST_ENDLESS: 'answer_too_large',
}

/** Where it is not our fault. */
const STATUS: Partial<Record<ProblemCode, number>> = {
  sign_in_required: 401,
  graph_unreachable: 503,
  graph_refused: 502,
  server_not_found: 404,
  server_not_linkable: 409,
  link_denied: 403,
  link_expired: 400,
  link_failed: 502,
  link_unsafe: 502,
  link_unsupported: 502,
  link_limited: 429,
  scope_unknown: 400,
  server_unreachable: 502,
  server_failed: 502,
  server_not_mcp: 502,
  address_forbidden: 403,
  answer_too_large: 502,
  timed_out: 504,
  connection_not_found: 404,
  connection_ended: 409,
  needs_sign_in: 409,
  run_not_found: 404,
  tool_not_found: 404,
  input_invalid: 400,
  call_refused: 502,
  scopes_needed: 403,
  consent_needed: 403,
  too_many_runs: 429,
}
