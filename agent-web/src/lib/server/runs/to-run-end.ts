import {
  McpClientError,
  type ToolContent,
  type ToolOutcome,
  unionOfScopes,
} from '@toolgraph/mcp-client'

import type { ProblemCode } from '#lib/problems.ts'
import type { RunEvent } from '#lib/run-event.ts'
import { problemOf } from '../problem-of.ts'
import { consentAddress } from './consent-address.ts'
import type { RunEnd } from './run-tool.ts'

/** What a call's outcome means for the history and for the person. */
export function toRunEnd(
  outcome: ToolOutcome,
  run: {
    runId: string
    /** Where the person allows these scopes. */
    link: (scopes: readonly string[]) => string
    scopesGranted: readonly string[]
    /** Where the person allowed the connection; missing: an open server. */
    issuer?: string | undefined
  },
): RunEnd {
  switch (outcome.kind) {
    case 'result': {
      const { result, fitsSchema } = outcome
      const event = { ...toResult(result, false), ...(fitsSchema !== undefined && { fitsSchema }) }
      return { status: 'succeeded', output: toOutput(event), event }
    }
    case 'tool_error': {
      const consentUrl = consentAddress(outcome.result.meta, run.issuer)
      if (consentUrl) return failed('consent_needed', { type: 'consent', consentUrl })
      const event = toResult(outcome.result, true)
      return { ...failed('tool_failed', event), output: toOutput(event) }
    }
    case 'scopes_needed': {
      // What was granted is asked for again: a new grant replaces the old one.
      const scopes = unionOfScopes(run.scopesGranted, outcome.scopes)
      return failed('scopes_needed', { type: 'step-up', scopes, linkUrl: run.link(scopes) })
    }
    case 'sign_in_needed':
      return failed('needs_sign_in', { type: 'sign-in', linkUrl: run.link([]) })
    case 'input_required': {
      const { requests, requestState } = outcome
      const state = requestState === undefined ? {} : { requestState }
      const event: RunEvent = { type: 'input-required', runId: run.runId, requests, ...state }
      return { status: 'running', event }
    }
    case 'cancelled':
      return { status: 'cancelled', event: { type: 'cancelled' } }
    case 'failed': {
      const { problem } = problemOf(
        new McpClientError(outcome.code, outcome.message, { cause: outcome.cause }),
      )
      return failed(problem, { type: 'failed', code: problem })
    }
  }
}

function failed(errorCode: ProblemCode, event: RunEvent): RunEnd {
  return { status: 'failed', errorCode, event }
}

function toResult(
  { structuredContent, content }: ToolContent,
  isError: boolean,
): RunEvent & { type: 'result' } {
  return { type: 'result', structured: structuredContent ?? null, content, isError }
}

/** What the history keeps of a result. */
function toOutput({ structured, content, isError }: RunEvent & { type: 'result' }): unknown {
  return { structured, content, isError }
}
