import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import { CliError } from '../lib/cli-error.ts'

/**
 * Listens on this machine only.
 *
 * @param option The option that sets another port
 * @throws CliError When the port is taken, with the way out
 */
export async function listen(server: Server, port: number, option: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(toRefusal(cause, port, option)))
    server.listen(port, '127.0.0.1', resolve)
  })
}

/**
 * Finds a port that is free now, beneath those that the system hands out by itself: until the worker listens there, no
 * connection of another program is given it.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch (error) {
      if (isTaken(error)) continue
      throw error
    }
    server.close()
    await once(server, 'close')
    return port
  }
}

function toRefusal(cause: NodeJS.ErrnoException, port: number, option: string): Error {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') return cause
  const why = cause.code === 'EADDRINUSE' ? 'another program has it' : 'this account may not use it'
  return new CliError(
    'ERR_PORT_TAKEN',
    `Cannot listen on port ${port}: ${why}; end that program, or choose another port with ${option}`,
    { cause },
  )
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
