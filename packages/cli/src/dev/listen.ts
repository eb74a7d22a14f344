import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
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

/** Finds a port that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
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
