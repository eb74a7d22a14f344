import { isProblemCode } from '#lib/problems.ts'
import type { RunEvent, RunRequest } from '#lib/run-event.ts'
import { parseRunEvent } from './parse-run-event.ts'
import { readLines } from './read-lines.ts'

/** The events that end a run. */
export type RunEndEvent = Exclude<RunEvent, { type: 'started' | 'progress' }>

/** What it takes to run a tool: which, as whom, and how our server is reached. */
export interface RunCall {
  connectionId: string
  request: RunRequest
  /** Ends the stream, which is how the server and the tool behind it learn that nobody waits. */
  signal: AbortSignal
  send: typeof fetch
}

/**
 * Runs a tool and returns how it ended. Never throws: whatever comes between is an end, too.
 *
 * @param tell Hears what happens on the way
 */
export async function followRun(
  call: RunCall,
  tell: (event: Extract<RunEvent, { type: 'started' | 'progress' }>) => void,
): Promise<RunEndEvent> {
  const { connectionId, request, signal, send } = call
  try {
    const response = await send(`/api/connections/${encodeURIComponent(connectionId)}/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(request),
      signal,
    })
    if (!response.ok || response.body === null) return refusalOf(await response.text())

    for await (const line of readLines(response.body)) {
      const event = parseRunEvent(line)
      if (event?.type === 'started' || event?.type === 'progress') tell(event)
      else if (event !== undefined) return event
    }
    return { type: 'failed', code: 'run_lost' }
  } catch {
    return signal.aborted ? { type: 'cancelled' } : { type: 'failed', code: 'run_lost' }
  }
}

/** A refusal before the run began is one JSON object instead of lines. */
function refusalOf(body: string): RunEndEvent {
  try {
    const { problem } = JSON.parse(body)
    return { type: 'failed', code: isProblemCode(problem) ? problem : 'unknown' }
  } catch {
    return { type: 'failed', code: 'unknown' }
  }
}
