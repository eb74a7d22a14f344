import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import process from 'node:process'

/** A server in a process of its own. */
export interface ServerProcess {
  /** Microseconds of processor time that the process has used, all its threads together. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

const PRELOAD = new URL('report-cpu.ts', import.meta.url).href
const OUTPUT_KEPT = 4000

/**
 * Starts a server and waits until it says that it is ready.
 *
 * @param entry The file to run, beside this one
 * @throws When it ends before, with its own last words
 */
export async function startServer(
  entry: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = fork(new URL(entry, import.meta.url), {
    execArgv: ['--import', PRELOAD, ...profileArguments(entry)],
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
    child.once('exit', () => reject(new Error(`Cannot start "${entry}": ${output}`)))
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

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** `BENCH_PROFILE` names a folder for a processor profile of each server. */
function profileArguments(entry: string): string[] {
  const folder = process.env['BENCH_PROFILE']
  if (!folder) return []
  return ['--cpu-prof', `--cpu-prof-dir=${folder}/${entry.replaceAll(/\W+/g, '-')}`]
}
