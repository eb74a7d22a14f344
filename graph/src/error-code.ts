import { CodedError } from '@toolgraph/errors'
import type { ConnectionErrorCode } from './connections/errors.ts'
import type { NodeIdErrorCode } from './graphql/node-id.ts'
import type { HealthErrorCode } from './health/errors.ts'
import type { IconErrorCode } from './icons/errors.ts'
import { LimitError, type LimitErrorCode } from './limits/errors.ts'
import type { ModerationErrorCode } from './moderation/errors.ts'
import type { NamespaceErrorCode } from './namespaces/errors.ts'
import type { RegistryErrorCode } from './registry/errors.ts'
import type { OwnershipErrorCode } from './ownership/errors.ts'
import type { WebhookErrorCode } from './notifications/errors.ts'
import type { AccessErrorCode } from './registry/viewer.ts'
import type { SearchErrorCode } from './search/errors.ts'

/** Every refusal of the graph's verbs. A face has a row for each: a new code without one does not compile. */
export type GraphErrorCode =
  | AccessErrorCode
  | OwnershipErrorCode
  | RegistryErrorCode
  | SearchErrorCode
  | HealthErrorCode
  | ConnectionErrorCode
  | NodeIdErrorCode
  | WebhookErrorCode
  | LimitErrorCode
  | NamespaceErrorCode
  | ModerationErrorCode
  | IconErrorCode

/** A refusal whose code is one of ours. */
export type GraphError = CodedError<GraphErrorCode>

/**
 * Tells our refusals from faults. A coded error of somebody else's (of a package that a verb should have
 * translated) is a fault.
 */
export function isGraphError(error: unknown): error is GraphError {
  return error instanceof CodedError && Object.hasOwn(HTTP_STATUS, error.code)
}

/** When another try is worth making, in seconds: told where the caller was too fast. */
export function toRetryAfter(error: unknown): { retryAfterSeconds?: number } {
  return error instanceof LimitError ? { retryAfterSeconds: error.retryAfterSeconds } : {}
}

/** What each refusal is over HTTP. */
export const HTTP_STATUS = {
  ERR_SIGN_IN_REQUIRED: 401,
  ERR_SCOPE_MISSING: 403,
  ERR_FORBIDDEN: 403,
  ERR_OWNER_NOT_FOUND: 404,
  ERR_OWNER_DIFFERS: 409,
  ERR_SLUG_TAKEN: 409,
  ERR_ORGANIZATION_NOT_EMPTY: 409,
  ERR_OWNERSHIP_LIMIT: 409,
  ERR_LAST_OWNER: 409,
  ERR_MEMBER_NOT_FOUND: 404,
  ERR_INVITATION_NOT_FOUND: 404,
  ERR_TRANSFER_NOT_FOUND: 404,
  ERR_TRANSFER_PENDING: 409,
  ERR_TRANSFER_SETTLED: 409,
  ERR_SERVER_NOT_FOUND: 404,
  ERR_VERSION_NOT_FOUND: 404,
  ERR_SERVER_NAME_TAKEN: 409,
  ERR_SERVER_RENAMED: 409,
  ERR_FORMER_NAME_LIMIT: 409,
  ERR_SERVER_URL_TAKEN: 409,
  ERR_SERVER_URL_FORBIDDEN: 422,
  ERR_VERSION_IMMUTABLE: 409,
  ERR_VERSION_TAKEN: 409,
  ERR_VERSION_LIMIT: 409,
  ERR_VERSION_DIFFERS: 400,
  ERR_PACKAGE_NOT_YOURS: 403,
  ERR_PACKAGE_UNREADABLE: 503,
  ERR_VERSION_UNCHANGED: 409,
  ERR_SERVER_JSON_INVALID: 422,
  ERR_ISSUER_FOREIGN: 422,
  ERR_ISSUER_UNAVAILABLE: 503,
  ERR_INPUT_INVALID: 422,
  ERR_CURSOR_INVALID: 400,
  ERR_PAGE_SIZE_INVALID: 400,
  ERR_QUERY_TOO_LONG: 400,
  ERR_FILTER_TOO_LONG: 400,
  ERR_SERVER_NOT_PROBED: 409,
  ERR_PROBING_OFF: 409,
  ERR_CONNECTION_NOT_FOUND: 404,
  ERR_CONNECTION_INACTIVE: 409,
  ERR_SERVER_NOT_LINKABLE: 409,
  ERR_LEASE_LOST: 409,
  ERR_RUN_NOT_FOUND: 404,
  ERR_RUN_FINISHED: 409,
  ERR_TOO_MANY_RUNS: 429,
  ERR_ID_INVALID: 400,
  ERR_WEBHOOK_NOT_FOUND: 404,
  ERR_WEBHOOK_URL_FORBIDDEN: 422,
  ERR_TOO_MANY_WEBHOOKS: 409,
  ERR_RATE_LIMITED: 429,
  ERR_PROOF_INVALID: 401,
  ERR_PROOF_UNREADABLE: 503,
  ERR_PROOF_METHOD_OFF: 501,
  ERR_REGISTRY_TOKEN_INVALID: 401,
  ERR_NAMESPACE_TAKEN: 403,
  ERR_NAMESPACE_UNPROVEN: 403,
  ERR_NAMESPACE_RESERVED: 403,
  ERR_NAMESPACE_LIMIT: 403,
  ERR_REPORT_STANDS: 409,
  ERR_REPORT_NOT_FOUND: 404,
  ERR_REPORT_SETTLED: 409,
  ERR_ICON_NOT_FOUND: 404,
  ERR_ICON_UNAVAILABLE: 502,
} as const satisfies Record<GraphErrorCode, number>
