import { isProblemCode } from '#lib/problems.ts'
import type { InputRequestView, RunEvent } from '#lib/run-event.ts'

/** Reads one line of a run's answer; `undefined` for a line that is none of ours. */
export function parseRunEvent(line: string): RunEvent | undefined {
  const value = parseJson(line)
  if (!isRecord(value)) return undefined

  switch (value['type']) {
    case 'started':
      return { type: 'started', runId: textOf(value['runId']) }
    case 'progress':
      return toProgress(value)
    case 'result':
      return toResult(value)
    case 'step-up':
      return {
        type: 'step-up',
        scopes: toTexts(value['scopes']),
        linkUrl: textOf(value['linkUrl']),
      }
    case 'sign-in':
      return { type: 'sign-in', linkUrl: textOf(value['linkUrl']) }
    case 'consent':
      return { type: 'consent', consentUrl: textOf(value['consentUrl']) }
    case 'input-required':
      return toInputRequired(value)
    case 'failed':
      return { type: 'failed', code: isProblemCode(value['code']) ? value['code'] : 'unknown' }
    case 'cancelled':
      return { type: 'cancelled' }
    default:
      return undefined
  }
}

function toProgress({ progress, total, message }: Record<string, unknown>): RunEvent | undefined {
  if (typeof progress !== 'number') return undefined
  return {
    type: 'progress',
    progress,
    ...(typeof total === 'number' && { total }),
    ...(typeof message === 'string' && { message }),
  }
}

function toResult({ structured, content, isError, fitsSchema }: Record<string, unknown>): RunEvent {
  return {
    type: 'result',
    structured,
    content: Array.isArray(content) ? content : [],
    isError: isError === true,
    ...(typeof fitsSchema === 'boolean' && { fitsSchema }),
  }
}

function toInputRequired({ runId, requests, requestState }: Record<string, unknown>): RunEvent {
  const asked = Object.entries(isRecord(requests) ? requests : {})
  return {
    type: 'input-required',
    runId: textOf(runId),
    requests: Object.fromEntries(asked.map(([key, request]) => [key, toRequest(request)])),
    ...(typeof requestState === 'string' && { requestState }),
  }
}

function toRequest(request: unknown): InputRequestView {
  if (!isRecord(request)) return { method: '', params: {} }
  const { method, params } = request
  return { method: textOf(method), params: isRecord(params) ? params : {} }
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
