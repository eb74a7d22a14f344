import { ToolError } from '@toolgraph/worker'
import { isGraphError, type GraphErrorCode } from '../error-code.ts'

/** What an agent can do about each refusal: the sentence that follows ours. */
const WAY_OUT = {
  ERR_SIGN_IN_REQUIRED: 'Sign in first.',
  ERR_SCOPE_MISSING: 'Ask the user to grant it.',
  ERR_FORBIDDEN: '',
  ERR_OWNER_NOT_FOUND: '',
  ERR_OWNER_DIFFERS: '',
  ERR_SLUG_TAKEN: '',
  ERR_ORGANIZATION_NOT_EMPTY: '',
  ERR_OWNERSHIP_LIMIT: '',
  ERR_LAST_OWNER: '',
  ERR_MEMBER_NOT_FOUND: '',
  ERR_INVITATION_NOT_FOUND: '',
  ERR_TRANSFER_NOT_FOUND: '',
  ERR_TRANSFER_PENDING: '',
  ERR_TRANSFER_SETTLED: '',
  ERR_SERVER_NOT_FOUND: 'Use search_servers to find its name.',
  ERR_VERSION_NOT_FOUND: 'Use get_server to see which version stands.',
  ERR_SERVER_NAME_TAKEN: '',
  ERR_SERVER_RENAMED: '',
  ERR_FORMER_NAME_LIMIT: '',
  ERR_SERVER_URL_TAKEN: 'Use search_servers to find that server.',
  ERR_SERVER_URL_FORBIDDEN: '',
  ERR_VERSION_IMMUTABLE: '',
  ERR_VERSION_TAKEN: '',
  ERR_VERSION_LIMIT: '',
  ERR_VERSION_DIFFERS: '',
  ERR_VERSION_UNCHANGED: '',
  ERR_SERVER_JSON_INVALID: '',
  ERR_ISSUER_FOREIGN: '',
  ERR_ISSUER_UNAVAILABLE: 'Try again in a moment.',
  ERR_INPUT_INVALID: '',
  ERR_CURSOR_INVALID: '',
  ERR_PAGE_SIZE_INVALID: '',
  ERR_QUERY_TOO_LONG: '',
  ERR_SERVER_NOT_PROBED: '',
  ERR_PROBING_OFF: '',
  ERR_CONNECTION_NOT_FOUND: 'Use list_connections to see them.',
  ERR_CONNECTION_INACTIVE: '',
  ERR_SERVER_NOT_LINKABLE: '',
  ERR_LEASE_LOST: '',
  ERR_RUN_NOT_FOUND: '',
  ERR_RUN_FINISHED: '',
  ERR_ID_INVALID: '',
  ERR_RATE_LIMITED: '',
  ERR_PROOF_INVALID: '',
  ERR_PROOF_UNREADABLE: '',
  ERR_PROOF_METHOD_OFF: '',
  ERR_REGISTRY_TOKEN_INVALID: '',
  ERR_NAMESPACE_TAKEN: 'Choose a name in a namespace of the user.',
  ERR_NAMESPACE_UNPROVEN: 'Choose a name in a namespace of the user.',
  ERR_NAMESPACE_RESERVED: 'Choose a name in a namespace of the user.',
  ERR_NAMESPACE_LIMIT: '',
  ERR_REPORT_STANDS: '',
  ERR_REPORT_NOT_FOUND: '',
  ERR_REPORT_SETTLED: '',
} as const satisfies Record<GraphErrorCode, string>

/** Turns our refusals into what an agent reads; faults go on as they are, and the kit shows an id only. */
export function toToolError(error: unknown): unknown {
  if (!isGraphError(error)) return error
  const { code, message } = error
  return new ToolError(code, [message, WAY_OUT[code]].filter(Boolean).join('. '), { cause: error })
}
