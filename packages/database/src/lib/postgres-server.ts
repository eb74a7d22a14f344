import { spawn } from 'node:child_process'
import os from 'node:os'
import process from 'node:process'
import { nativeProgram, type Account } from './native-files.ts'

/** Characters of the server's own log that are kept, to explain a failed start. */
const LOG_KEPT = 4000

/** A process of PostgreSQL. */
export interface PostgresServer {
  pid: number
  ended: Promise<void>
  hasEnded(): boolean
  log(): string
  stop(): Promise<void>
}

/** Starts the server on a cluster that is there. */
export function launchPostgres({
  folder,
  port,
  account,
  durable,
}: {
  folder: string
  port: number
  account: Account | undefined
  durable: boolean
}): PostgresServer {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    `shared_buffers=${sharedMegabytes()}MB`,
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  const args = ['-D', folder, '-p', String(port), ...settings.flatMap((each) => ['-c', each])]
  // A group of its own, so that Ctrl-C in the terminal reaches the launcher first.
  const child = spawn(nativeProgram('postgres', account), args, {
    ...identity(account),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-LOG_KEPT)
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true
      resolve()
    }
    child.once('exit', end)
    child.once('error', (error) => {
      log += error.message
      end()
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => hasEnded,
    log: () => log,
    stop: async () => {
      // Fast shutdown: open transactions are rolled back, nothing acknowledged is lost.
      if (!hasEnded) child.kill('SIGINT')
      await ended
    },
  }
}

/**
 * An eighth of the memory for pages that are read often, 128 MB to 1 GB: the services and the system's own cache of files
 * want the rest. It is taken as pages are read.
 */
function sharedMegabytes(): number {
  const most = process.constrainedMemory() || Infinity
  const megabytes = Math.min(most, os.totalmem()) / 2 ** 20
  return Math.round(Math.max(128, Math.min(1024, megabytes / 8)))
}

/** As whom, where and with which environment PostgreSQL's programs run. */
export function identity(account: Account | undefined) {
  return { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' } }
}
