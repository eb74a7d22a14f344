/** The parts of a tool's result, as a run keeps them. */
export interface StoredResult {
  structured?: unknown
  content?: unknown
  isError?: boolean
}

/** Reads the output that the history kept: ours, the protocol's own form, or a bare value. */
export function toStoredResult(output: unknown): StoredResult {
  if (!isRecord(output)) return { structured: output }

  const { structured, structuredContent, content, isError } = output
  const isResult = Array.isArray(content) || 'structured' in output || 'structuredContent' in output
  if (!isResult) return { structured: output }
  return { structured: structured ?? structuredContent, content, isError: isError === true }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
