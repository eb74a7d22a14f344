import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { FORBIDDEN_SCHEMES, FORBIDDEN_URLS } from '@toolgraph/safe-fetch/testing'

/** Stands where nobody may be led to, at every address of this machine, and counts who comes all the same. */
export interface Target {
  readonly port: number
  connects(): number
  /** Literal addresses in every spelling, other schemes and credentials: all lead to the target. */
  readonly urls: readonly string[]
  close(): void
}

/** A server of the internet, as far as the graph knows, that leads wherever it is told. */
export interface Guide {
  readonly origin: string
  /** A picture that does stand there. */
  readonly picture: string
  /** How often it was asked. */
  asked(): number
  /** By a redirect, by the metadata of a resource, or by that of its issuer. */
  lead(how: 'redirect' | 'resource' | 'issuer', to: string): string
  close(): void
}

/** Opens the target. */
export async function openTarget(): Promise<Target> {
  let connects = 0
  const server = createTcpServer((socket) => {
    connects += 1
    socket.destroy()
  })
  const port = await listen(server, '::').catch(() => listen(server, '0.0.0.0'))
  const literal = FORBIDDEN_URLS.map((url) => {
    const [host = '', path = ''] = [url.split('/')[2]?.replace(/:\d+$/, ''), new URL(url).pathname]
    return `https://${host}:${port}${path}`
  })
  const urls = [
    ...literal,
    ...FORBIDDEN_SCHEMES,
    `http://127.0.0.1:${port}/`,
    `ws://127.0.0.1:${port}/`,
    `https://me:secret@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}@localhost:${port}/`,
  ]
  return { port, urls, connects: () => connects, close: () => void server.close() }
}

/** Opens the guide. */
export async function openGuide(): Promise<Guide> {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    answer(new URL(request.url ?? '', origin), response)
  })
  const origin = `http://127.0.0.1:${await listen(server, '127.0.0.1')}`
  return {
    origin,
    picture: `${origin}/picture`,
    asked: () => asked,
    lead: (how, to) => `${origin}/${how}/${Buffer.from(to).toString('base64url')}`,
    close: () => server.close().closeAllConnections(),
  }
}

function answer({ origin, pathname }: URL, response: ServerResponse): void {
  if (pathname === '/picture')
    return void response.setHeader('content-type', 'image/svg+xml').end('<svg/>')
  const [, how = '', where = ''] = /(redirect|resource|issuer)\/([\w-]+)/.exec(pathname) ?? []
  const to = Buffer.from(where, 'base64url').toString()
  if (how === 'redirect') return void response.writeHead(307, { location: to }).end()
  if (pathname.startsWith('/.well-known/')) {
    response.setHeader('content-type', 'application/json')
    const resource = `${origin}/${how}/${where}`
    return void response.end(JSON.stringify({ resource, authorization_servers: [to] }))
  }
  const own = `${origin}/.well-known/oauth-protected-resource/${how}/${where}`
  const challenge = `Bearer resource_metadata="${how === 'resource' ? to : own}"`
  response.writeHead(401, { 'www-authenticate': challenge }).end()
}

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  // A server that listens on TCP has such an address.
  return (server.address() as AddressInfo).port
}
