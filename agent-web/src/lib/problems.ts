/** Every failure that a page can meet, as a code: the words stand in the messages, `problem_<code>`. */
export const PROBLEMS = [
  // signing in
  'sign_in_required',
  'sign_in_denied',
  'sign_in_expired',
  'sign_in_failed',
  // the graph
  'graph_unreachable',
  'graph_refused',
  // finding a server
  'server_not_found',
  'server_not_linkable',
  // linking
  'link_denied',
  'link_expired',
  'link_failed',
  'link_unsafe',
  'link_unsupported',
  'link_limited',
  'scope_unknown',
  // reaching a linked server
  'server_unreachable',
  'server_failed',
  'server_not_mcp',
  'address_forbidden',
  'answer_too_large',
  'timed_out',
  // connections
  'connection_not_found',
  'connection_ended',
  'needs_sign_in',
  'not_revoked_upstream',
  // runs
  'run_not_found',
  'run_lost',
  'tool_not_found',
  'tool_failed',
  'call_refused',
  'input_invalid',
  'input_required',
  'scopes_needed',
  'consent_needed',
  'too_many_runs',
  // anything else is a fault of ours
  'unknown',
] as const

/** What went wrong, for a page to say in the reader's language. */
export type ProblemCode = (typeof PROBLEMS)[number]

/** Whether a text (of an address, of an answer) is one of our problem codes. */
export function isProblemCode(text: unknown): text is ProblemCode {
  return PROBLEMS.some((code) => code === text)
}
