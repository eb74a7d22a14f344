import { parseRunEvent, readLines, type RunEvent } from './run-event.ts'

type End = Exclude<RunEvent, { type: 'started' | 'progress' }>

/** One tool's run in the workbench: starts it, follows it, cancels it. */
export class ToolRun {
  /** Where the run stands; `undefined` before the first run. */
  state = $state.raw<{ type: 'running' } | End>()
  progress = $state.raw<{ progress: number; total?: number; message?: string }>()
  /** The run in the history, once the server has given it a number. */
  runId = $state<string>()
  startedAt = $state(0)
  endedAt = $state(0)

  #controller: AbortController | undefined
  readonly #fetch: typeof fetch

  /** @param send How to reach the server; given by tests (default: the browser's `fetch`) */
  constructor(send: typeof fetch = (...request) => fetch(...request)) {
    this.#fetch = send
  }

  get isRunning(): boolean {
    return this.state?.type === 'running'
  }

  /** Runs a tool and returns when it has ended. A run that is on its way is cancelled first. */
  async run(connectionId: string, tool: string, args: unknown): Promise<void> {
    this.cancel()
    const controller = new AbortController()
    this.#controller = controller
    this.#begin()

    const end = await this.#follow(connectionId, tool, args, controller.signal)
    if (this.#controller !== controller) return
    this.state = end
    this.endedAt = Date.now()
  }

  /** Closing the stream is how the server, and the tool behind it, learn that nobody waits. */
  cancel(): void {
    this.#controller?.abort()
  }

  #begin(): void {
    this.state = { type: 'running' }
    this.progress = undefined
    this.runId = undefined
    this.startedAt = Date.now()
    this.endedAt = 0
  }

  async #follow(id: string, tool: string, args: unknown, signal: AbortSignal): Promise<End> {
    try {
      const response = await this.#fetch(`/api/connections/${encodeURIComponent(id)}/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
        body: JSON.stringify({ tool, arguments: args }),
        signal,
      })
      return await this.#read(response)
    } catch {
      return signal.aborted ? { type: 'cancelled' } : fault()
    }
  }

  async #read(response: Response): Promise<End> {
    if (!response.ok || response.body === null) return refusalOf(await response.text())

    for await (const line of readLines(response.body)) {
      const event = parseRunEvent(line)
      if (event?.type === 'started') this.runId = event.runId
      else if (event?.type === 'progress') this.progress = event
      else if (event !== undefined) return event
    }
    return fault()
  }
}

function fault(): End {
  return { type: 'failed', code: 'unknown', message: '' }
}

/** A refusal before the run began is one JSON object instead of lines. */
function refusalOf(body: string): End {
  try {
    const { code, problem, message } = JSON.parse(body)
    return { type: 'failed', code: String(code ?? problem ?? 'unknown'), message: String(message ?? '') }
  } catch {
    return fault()
  }
}
