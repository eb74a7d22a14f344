import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LaunchedService } from './services.ts'

/** One service's process. */
export interface RunningProcess {
  name: string
  pid: number | undefined
  /** Settles when it answers; rejects when it ends before. */
  ready: Promise<void>
  /** Settles with its exit code. */
  ended: Promise<number>
  stop(): Promise<void>
}

const READY_TIMEOUT_MS = 180_000
const STOP_TIMEOUT_MS = 10_000

/**
 * Starts a service in a process of its own, which ends when this one does.
 *
 * @param environment Its whole environment, the database's connection string included
 * @param output Where its lines go (default: this process's own output)
 */
export function startService(
  service: LaunchedService,
  environment: Readonly<Record<string, string | undefined>>,
  output: 'inherit' | 'ignore' = 'inherit',
): RunningProcess {
  const child = spawn(process.execPath, [service.entry], {
    cwd: new URL('../../../..', import.meta.url),
    // A group of its own: Ctrl-C reaches the launcher, which stops the services in order.
    detached: true,
    env: { ...environment, TOOLGRAPH_LAUNCHED: '1' },
    stdio: ['ignore', output, output, 'ipc'],
  })
  child.channel?.unref()
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })
  let isListening = false
  child.on('message', (message) => {
    isListening ||= message === 'listening'
  })
  return {
    name: service.name,
    pid: child.pid,
    ended,
    ready: waitUntilReady(service, environment, () => ({ hasEnded, isListening })),
    stop: async () => {
      child.kill('SIGTERM')
      await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })])
      if (!hasEnded) child.kill('SIGKILL')
      await ended
    },
  }
}

async function waitUntilReady(
  { name, portVariable }: LaunchedService,
  environment: Readonly<Record<string, string | undefined>>,
  state: () => { hasEnded: boolean; isListening: boolean },
): Promise<void> {
  const address = `http://127.0.0.1:${environment[portVariable]}/healthz`
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (Date.now() < deadline) {
    const { hasEnded, isListening } = state()
    if (hasEnded) throw new Error(`Cannot start ${name}: see above`)
    // Until it says so itself, whoever answers there is a stranger.
    const response = isListening ? await ask(address) : undefined
    if (response?.ok) return
    await sleep(100)
  }
  throw new Error(`Cannot start ${name}: it does not answer`)
}

function ask(address: string): Promise<Response | undefined> {
  return fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
}
