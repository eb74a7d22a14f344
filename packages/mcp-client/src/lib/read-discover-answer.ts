import { isSpecType, type DiscoverResult } from '@modelcontextprotocol/client'

const MAX_ANSWER_LENGTH = 512 * 1024

/** What an answer to `server/discover` is. */
export type DiscoverAnswer =
  | { kind: 'discovered'; discover: DiscoverResult }
  /** JSON-RPC, but not of this revision: an older server. */
  | { kind: 'json_rpc' }
  /** Something else: a web page, a plain error. */
  | { kind: 'other' }

/** Reads an answer to `server/discover`, as JSON or as the first event of a stream. */
export async function readDiscoverAnswer(response: Response): Promise<DiscoverAnswer> {
  const message = await readMessage(response)
  if (!isRecord(message) || message['jsonrpc'] !== '2.0') return { kind: 'other' }

  const { result } = message
  return isSpecType.DiscoverResult(result)
    ? { kind: 'discovered', discover: result }
    : { kind: 'json_rpc' }
}

async function readMessage(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  try {
    if (/^text\/event-stream\b/i.test(type)) return JSON.parse(await readFirstEvent(response))
    if (/\bjson\b/i.test(type)) return await response.json()
  } catch (error) {
    // Broken JSON is an answer; a broken connection is none.
    if (!(error instanceof SyntaxError)) throw error
  }
  void response.body?.cancel().catch(() => {})
  return undefined
}

/** The data of the first event that has some; the stream is let go then. */
async function readFirstEvent(response: Response): Promise<string> {
  let text = ''
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part
    const data = /^data:(.*)\r?\n(?:data:|\r?\n)/m.exec(text)?.[1]
    if (data?.trim()) return data
    if (text.length > MAX_ANSWER_LENGTH) break
  }
  return /^data:(.*)$/m.exec(text)?.[1] ?? ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
