/** What the run endpoint says, line by line. */
export type RunEvent =
  | { type: 'started'; runId: string }
  | { type: 'progress'; progress: number; total?: number; message?: string }
  | { type: 'result'; structured: unknown; content: unknown; isError: boolean }
  | { type: 'step-up'; scopes: string[]; linkUrl: string }
  | { type: 'sign-in'; linkUrl: string }
  | { type: 'input-required' }
  | { type: 'failed'; code: string; message: string }
  | { type: 'cancelled' }

/** Reads one line of the run endpoint; `undefined` for a line that is none of ours. */
export function parseRunEvent(line: string): RunEvent | undefined {
  const value = parseJson(line)
  if (!isRecord(value)) return undefined

  const { type, progress, total, message } = value
  if (type === 'started') return { type, runId: textOf(value['runId']) }
  if (type === 'progress') {
    if (typeof progress !== 'number') return undefined
    return {
      type,
      progress,
      ...(typeof total === 'number' ? { total } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    }
  }
  if (type === 'result') {
    const { structured, content, isError } = value
    return { type, structured, content, isError: isError === true }
  }
  if (type === 'step-up') {
    const scopes = Array.isArray(value['scopes']) ? value['scopes'].map(textOf) : []
    return { type, scopes, linkUrl: textOf(value['linkUrl']) }
  }
  if (type === 'sign-in') return { type, linkUrl: textOf(value['linkUrl']) }
  if (type === 'failed') return { type, code: textOf(value['code']), message: textOf(message) }
  return type === 'input-required' || type === 'cancelled' ? { type } : undefined
}

/** Cuts a stream into its lines (NDJSON); a line may arrive in pieces. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunksOf(body)) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    yield* pieces.filter((line) => line.trim() !== '')
  }
  if (rest.trim() !== '') yield rest
}

/** As `for await` over the stream, which Safari does not know. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    reader.releaseLock()
  }
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
