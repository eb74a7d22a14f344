import { m } from '#lib/paraglide/messages.js'
import { isProblemCode, type ProblemCode } from '#lib/problems.ts'

const WORDS = {
  sign_in_required: m.problem_sign_in_required,
  sign_in_denied: m.problem_sign_in_denied,
  sign_in_expired: m.problem_sign_in_expired,
  sign_in_failed: m.problem_sign_in_failed,
  graph_unreachable: m.problem_graph_unreachable,
  graph_refused: m.problem_graph_refused,
  server_not_found: m.problem_server_not_found,
  server_not_linkable: m.problem_server_not_linkable,
  link_denied: m.problem_link_denied,
  link_expired: m.problem_link_expired,
  link_failed: m.problem_link_failed,
  link_unsafe: m.problem_link_unsafe,
  link_unsupported: m.problem_link_unsupported,
  link_limited: m.problem_link_limited,
  scope_unknown: m.problem_scope_unknown,
  server_unreachable: m.problem_server_unreachable,
  server_failed: m.problem_server_failed,
  server_not_mcp: m.problem_server_not_mcp,
  address_forbidden: m.problem_address_forbidden,
  answer_too_large: m.problem_answer_too_large,
  timed_out: m.problem_timed_out,
  connection_not_found: m.problem_connection_not_found,
  connection_ended: m.problem_connection_ended,
  needs_sign_in: m.problem_needs_sign_in,
  not_revoked_upstream: m.problem_not_revoked_upstream,
  run_not_found: m.problem_run_not_found,
  run_lost: m.problem_run_lost,
  tool_not_found: m.problem_tool_not_found,
  tool_failed: m.problem_tool_failed,
  call_refused: m.problem_call_refused,
  input_invalid: m.problem_input_invalid,
  input_required: m.problem_input_required,
  scopes_needed: m.problem_scopes_needed,
  consent_needed: m.problem_consent_needed,
  too_many_runs: m.problem_too_many_runs,
  unknown: m.problem_unknown,
} satisfies Record<ProblemCode, () => string>

/** Says a problem in the reader's language; a code that is not ours gets the general words. */
export function problemText(code: string | null | undefined): string {
  return isProblemCode(code) ? WORDS[code]() : m.problem_unknown()
}
