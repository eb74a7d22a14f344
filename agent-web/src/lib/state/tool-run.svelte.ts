import type { InputAnswerView, RunEvent, RunRequest } from '#lib/run-event.ts'
import { followRun, type RunEndEvent } from './follow-run.ts'

type Progress = Omit<Extract<RunEvent, { type: 'progress' }>, 'type'>

/** One tool's run in the workbench: starts it, follows it, answers what it asks, cancels it. */
export class ToolRun {
  /** Where the run stands; `undefined` before the first run. */
  state = $state.raw<{ type: 'running' } | RunEndEvent>()
  progress = $state.raw<Progress>()
  /** The run in the history, once the server has given it an id. */
  runId = $state<string>()
  startedAt = $state(0)
  endedAt = $state(0)

  #controller: AbortController | undefined
  #request: RunRequest | undefined
  readonly #connectionId: string

  /** @param connectionId The connection whose tools are run */
  constructor(connectionId: string) {
    this.#connectionId = connectionId
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
    const state = requestState === undefined ? {} : { requestState }
    await this.#start({ tool, arguments: args, runId, answers, ...state })
  }

  /** Stops waiting, and tells the server so. */
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

    const { signal } = controller
    const call = { connectionId: this.#connectionId, request, signal, send: window.fetch }
    const end = await followRun(call, (event) => {
      if (event.type === 'started') this.runId = event.runId
      else this.progress = event
    })
    // Another run may have taken its place.
    if (this.#controller !== controller) return
    this.state = end
    this.endedAt = Date.now()
  }
}
