import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { SafeFetchError } from '@toolgraph/safe-fetch'
import { McpClientError, placeOf, type McpClientErrorCode } from './errors.ts'
import { STREAM_LOST } from './loss-reporting-transport.ts'
import type { LastAnswer } from './observe-fetch.ts'
import { parseScopes } from './scopes.ts'

/** What was attempted, for the message: `connect to "https://…"`, `run tool "x" of "https://…"`. */
export interface Attempt {
  what: string
  url: string
}

/** Turns whatever the SDK or the network threw into our own refusal. What they said stays in `cause`. */
export function toClientError(
  cause: unknown,
  { attempt, last }: { attempt: Attempt; last: LastAnswer | undefined },
): McpClientError {
  if (cause instanceof McpClientError) return cause

  const { code, obstacle } = classify(cause, last)
  const scopes =
    cause instanceof InsufficientScopeError
      ? parseScopes(cause.requiredScope)
      : (last?.challenge?.scopes ?? [])
  const message = `Cannot ${attempt.what} of "${placeOf(attempt.url)}": ${obstacle}`
  return new McpClientError(code, message, { cause, scopes })
}

interface Verdict {
  code: McpClientErrorCode
  obstacle: string
}

function classify(cause: unknown, last: LastAnswer | undefined): Verdict {
  if (cause instanceof InsufficientScopeError)
    return { code: 'ERR_SCOPES_NEEDED', obstacle: 'it asks for more scopes' }
  if (cause instanceof UnauthorizedError || statusOf(cause) === 401)
    return { code: 'ERR_SIGN_IN_NEEDED', obstacle: 'it asks for sign-in' }
  if (cause instanceof ProtocolError && cause.code === STREAM_LOST)
    return { code: 'ERR_SERVER_FAILED', obstacle: 'the connection was lost before its answer came' }
  if (cause instanceof ProtocolError)
    return { code: 'ERR_CALL_REFUSED', obstacle: 'it refused the request' }
  if (cause instanceof SdkError && cause.code === SdkErrorCode.RequestTimeout)
    return { code: 'ERR_CALL_TIMEOUT', obstacle: 'it took too long' }
  if (cause instanceof SdkError && cause.code === SdkErrorCode.ListPaginationExceeded)
    return { code: 'ERR_TOOL_LIST_ENDLESS', obstacle: 'its list has no end' }

  return classifyTransport(cause, last)
}

function classifyTransport(cause: unknown, last: LastAnswer | undefined): Verdict {
  const refusal = findSafeFetchError(last?.failure ?? cause)
  if (refusal?.code === 'ERR_TIMEOUT')
    return { code: 'ERR_CALL_TIMEOUT', obstacle: 'it took too long' }
  if (refusal || last?.status === 0)
    return { code: 'ERR_SERVER_UNREACHABLE', obstacle: 'it cannot be reached' }

  const status = statusOf(cause) ?? last?.status ?? 0
  if (status === 403) return { code: 'ERR_SERVER_FAILED', obstacle: 'it forbids the request' }
  if (status === 429) return { code: 'ERR_SERVER_FAILED', obstacle: 'it asks for fewer requests' }
  if (status >= 500) return { code: 'ERR_SERVER_FAILED', obstacle: 'it failed' }
  return { code: 'ERR_NOT_MCP', obstacle: 'its answer is not one of the protocol' }
}

function statusOf(cause: unknown): number | undefined {
  return cause instanceof SdkHttpError ? cause.status : undefined
}

function findSafeFetchError(error: unknown): SafeFetchError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError) return cause
  }
  return undefined
}
