import { isProblemCode } from '#lib/problems.ts'
import type { InputAnswerView, RunEvent, RunRequest } from '#lib/run-event.ts'
import { parseRunEvent } from './parse-run-event.ts'
import { readLines } from './read-lines.ts'

type Progress = Omit<Extract<RunEvent, { type: 'progress' }>, 'type'>
type End = Exclude<RunEvent, { type: 'started' | 'progress' }>

/** One tool's run in the workbench: starts it, follows it, answers what it asks, cancels it. */
export class ToolRun {
  /** Where the run stands; `undefined` before the first run. */
  state = $state.raw<{ type: 'running' } | End>()
  progress = $state.raw<Progress>()
  /** The run in the history, once the server has given it an id. */
  runId = $state<string>()
  startedAt = $state(0)
  endedAt = $state(0)

  #controller: AbortController | undefined
  #request: RunRequest | undefined
  readonly #connectionId: string
  readonly #fetch: typeof fetch

  /**
   * @param connectionId The connection whose tools are run
   * @param send How to reach our server; given by tests (default: the browser's `fetch`)
   */
  constructor(connectionId: string, send: typeof fetch = (...request) => fetch(...request)) {
    this.#connectionId = connectionId
    this.#fetch = send
  }

  get isRunning(): boolean {
    return this.state?.type === 'running'
  }

  /** Runs a tool and returns when it has ended. A run that is on its way is cancelled first. */
  async run(tool: string, args: Record<string, unknown>): Promise<void> {
    this.runId = undefined
    await this.#start({ tool, arguments: args })
  }

  /** Goes on with a run whose tool asked for more, with what the person answers. */
  async answer(answers: Record<string, InputAnswerView>): Promise<void> {
    if (this.state?.type !== 'input-required' || this.#request === undefined) return
    const { runId, requestState } = this.state
    const { tool, arguments: args } = this.#request
    await this.#start({
      tool,
      arguments: args,
      runId,
      answers,
      ...(requestState !== undefined && { requestState }),
    })
  }

  /** Closing the stream is how the server, and the tool behind it, learn that nobody waits. */
  cancel(): void {
    this.#controller?.abort()
  }

  async #start(request: RunRequest): Promise<void> {
    this.cancel()
    const controller = new AbortController()
    this.#controller = controller
    this.#request = request
    this.state = { type: 'running' }
    this.progress = undefined
    this.startedAt = Date.now()
    this.endedAt = 0

    const end = await this.#follow(request, controller.signal)
    if (this.#controller !== controller) return
    this.state = end
    this.endedAt = Date.now()
  }

  async #follow(request: RunRequest, signal: AbortSignal): Promise<End> {
    const path = `/api/connections/${encodeURIComponent(this.#connectionId)}/runs`
    try {
      const response = await this.#fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
        body: JSON.stringify(request),
        signal,
      })
      return await this.#read(response)
    } catch {
      return signal.aborted ? { type: 'cancelled' } : { type: 'failed', code: 'unknown' }
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
    return { type: 'failed', code: 'unknown' }
  }
}

/** A refusal before the run began is one JSON object instead of lines. */
function refusalOf(body: string): End {
  try {
    const { problem, code = problem } = JSON.parse(body)
    return { type: 'failed', code: isProblemCode(code) ? code : 'unknown' }
  } catch {
    return { type: 'failed', code: 'unknown' }
  }
}
