import { clientCredentialsToken, type ClientCredentials } from './client-credentials-token.ts'
import { faultLog, type Log } from './log.ts'
import { PublishError } from './publish-error.ts'
import { publishServer, type Publication, type PublishedServer } from './publish-server.ts'

/** A worker that publishes itself. */
export interface Registration
  extends Omit<ClientCredentials, 'fetch'>, Omit<Publication, 'fetch' | 'token'> {
  /** Ends the tries: abort it when the worker stops. */
  signal: AbortSignal
  /** Default: the platform's `fetch` */
  fetch?: typeof fetch
  log?: Log
  /** Waits between two tries, in milliseconds (default: a timer) */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000

/** A refusal is not news after so many times; an outage is waited for as long as it lasts. */
const MAX_REFUSALS = 5

/**
 * Publishes a worker as itself, once it listens: the graph reads its documents while it answers.
 * Tries until the graph has taken it, with growing pauses. Never throws: the log tells the end.
 *
 * @returns What the graph said, or `undefined` when it refused for good or the signal came
 */
export async function registerWorker(
  registration: Registration,
): Promise<PublishedServer | undefined> {
  const { manifest, graphUrl, signal, log = faultLog, wait = pause } = registration
  const { fetch = (input, init) => globalThis.fetch(input, init) } = registration
  let refusals = 0

  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = next(pauseMs)) {
    try {
      const token = await clientCredentialsToken({ ...registration, fetch })
      const server = await publishServer({ graphUrl, manifest, token, fetch })
      log.info(`Published "${manifest.name}" at ${graphUrl}`, { ...server })
      return server
    } catch (error) {
      const isOutage = error instanceof PublishError && error.code === 'ERR_UNREACHABLE'
      refusals += isOutage ? 0 : 1
      if (refusals >= MAX_REFUSALS) {
        log.error(`Cannot publish "${manifest.name}" at ${graphUrl}: giving up`, { error })
        return undefined
      }
    }
    await wait(pauseMs, signal)
  }
  return undefined
}

function next(pauseMs: number): number {
  return Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}
