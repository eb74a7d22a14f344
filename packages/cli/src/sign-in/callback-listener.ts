import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Waits on this machine for the browser to come back from an issuer (RFC 8252 §7.3). */
export interface CallbackListener {
  readonly redirectUri: string
  /** The query of the request that carries this state; any other program's requests are turned away. */
  answer(state: string, signal: AbortSignal): Promise<URLSearchParams>
  close(): void
}

const PATH = '/callback'

/** Opens a listener on a free port of the loopback address. */
export async function openCallbackListener(): Promise<CallbackListener> {
  let expected: { state: string; take: (query: URLSearchParams) => void } | undefined
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const isOurs = request.method === 'GET' && pathname === PATH
    if (!isOurs || !expected || searchParams.get('state') !== expected.state)
      return show(response, 404, 'This page waits for an answer that was asked for elsewhere.')
    show(response, 200, 'Back in the terminal: it says how it went. This page can be closed.')
    expected.take(searchParams)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  // `listen` on a host gives an address, not the name of a pipe.
  const { port } = server.address() as AddressInfo

  return {
    redirectUri: `http://127.0.0.1:${port}${PATH}`,
    answer: (state, signal) =>
      new Promise((resolve, reject) => {
        expected = { state, take: resolve }
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        if (signal.aborted) reject(signal.reason)
      }),
    close: () => {
      server.close()
      server.closeIdleConnections()
    },
  }
}

function show(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(`<!doctype html><html lang="en"><title>Toolgraph</title><p>${sentence}</p></html>`)
}
