import { fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'

/** A server in a process of its own. */
export interface ServerProcess {
  port: number
  /** Microseconds of processor time that the process has used, all its threads together. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

const PRELOAD = new URL('report-cpu.ts', import.meta.url).href
const OUTPUT_KEPT = 4000

/**
 * Starts a contender and waits until it says that it is ready.
 *
 * @throws When it ends before, with its own last words
 */
export async function startContender(
  key: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const folder = process.env['BENCH_PROFILE']
  const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}/${key}`] : []
  const child = fork(new URL('server.ts', import.meta.url), [key], {
    execArgv: ['--import', PRELOAD, ...profile],
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const port = await new Promise<number>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-OUTPUT_KEPT)
      const ready = / ready on http:\/\/localhost:(\d+)/.exec(output)
      if (ready) resolve(Number(ready[1]))
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', () => reject(new Error(`Cannot start "${key}": ${output}`)))
  })

  return {
    port,
    async cpu() {
      const answer = once(child, 'message')
      child.send('cpu')
      const [{ cpu }] = (await answer) as [{ cpu: NodeJS.CpuUsage }]
      return cpu.user + cpu.system
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
