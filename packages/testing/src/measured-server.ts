import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import process from 'node:process'

/** A server in a process of its own, whose work a bench measures. */
export interface MeasuredServer {
  /** Microseconds of processor time that the process has used, all its threads together. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

/** What to start. */
export interface ServerStart {
  /** What the bench calls it. */
  name: string
  /** The file to run. It says "ready on" when it listens, as `serveNode` does. */
  entry: URL
  arguments?: readonly string[]
  environment: Readonly<Record<string, string>>
}

const PRELOAD = new URL('lib/report-cpu.ts', import.meta.url).href
const OUTPUT_KEPT = 4000

/**
 * Starts a server and waits until it says that it is ready. `BENCH_PROFILE` names a folder for a processor
 * profile of each.
 *
 * @throws When it ends before, with its own last words
 */
export async function startMeasuredServer(start: ServerStart): Promise<MeasuredServer> {
  const { name, entry, arguments: given = [], environment } = start
  const folder = process.env['BENCH_PROFILE']
  const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${path.join(folder, name)}`] : []
  const child = fork(entry, given, {
    execArgv: ['--import', PRELOAD, ...profile],
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-OUTPUT_KEPT)
      if (/ ready on /.test(output)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', () => reject(new Error(`Cannot start "${name}": ${output}`)))
  })

  return {
    async cpu() {
      const answer = once(child, 'message')
      child.send('cpu')
      const [{ cpu }] = (await answer) as [{ cpu: NodeJS.CpuUsage }]
      return cpu.user + cpu.system
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
