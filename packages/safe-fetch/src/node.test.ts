import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createSafeFetch, SafeFetchError } from './index.ts'
import { createNodeFetch, type Resolve } from './node.ts'

const closers: (() => unknown)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

/** A server on loopback that counts the connections it gets. */
async function listen(listener: RequestListener) {
  const server = createServer(listener)
  let connections = 0
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return { port, origin: `http://localhost:${port}`, connections: () => connections }
}

const resolvesTo =
  (...addresses: string[]): Resolve =>
  (_hostname, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const codeOf = (error: unknown) => (error instanceof SafeFetchError ? error.code : error)

describe('createNodeFetch()', () => {
  it.each([
    [['127.0.0.1']],
    [['::1']],
    [['10.0.0.7']],
    [['169.254.169.254']],
    [['64:ff9b::7f00:1']],
    [['2002:7f00:1::']],
    [['fec0::1']],
    [['::ffff:127.0.0.1']],
    [['168.63.129.16']],
    [['8.8.8.8', '127.0.0.1']],
    [[]],
  ])('opens no connection to a public name that resolves to %j', async (addresses) => {
    const server = await listen((_request, answer) => answer.end())
    const fetch = createNodeFetch({ resolve: resolvesTo(...addresses) })
    const call = createSafeFetch({ trustedOrigins: [], fetch })(
      `https://rebind.example:${server.port}/`,
    )

    expect(codeOf(await call.catch((error: unknown) => error))).toBe('ERR_ADDRESS_FORBIDDEN')
    expect(server.connections()).toBe(0)
  })

  it('trusts no hop when it is called directly', async () => {
    const server = await listen((_request, answer) => answer.end())
    const nodeFetch: (url: string, init: RequestInit) => Promise<Response> = (url, init) =>
      createNodeFetch()(url, init, { isTrusted: false })

    await expect(nodeFetch(server.origin, {})).rejects.toThrow()
    expect(server.connections()).toBe(0)
  })

  it('reaches a trusted origin, and not where it redirects to', async () => {
    const target = await listen((_request, answer) => answer.end('secret'))
    const server = await listen((request, answer) => {
      if (request.url === '/here') return answer.end('here')
      return answer.writeHead(302, { location: `http://127.0.0.1:${target.port}/` }).end()
    })
    const safeFetch = createSafeFetch({
      trustedOrigins: [server.origin],
      fetch: createNodeFetch(),
    })

    expect(await (await safeFetch(`${server.origin}/here`)).text()).toBe('here')
    const away = await safeFetch(server.origin).catch((error: unknown) => error)
    expect(codeOf(away)).toBe('ERR_ADDRESS_FORBIDDEN')
    expect(target.connections()).toBe(0)
  })

  it('sends method, headers and body, and answers with a platform Response', async () => {
    const server = await listen(async (request, answer) => {
      const body: Buffer[] = []
      for await (const part of request) body.push(part)
      answer.writeHead(201, {
        'x-method': request.method,
        'x-type': request.headers['content-type'],
      })
      answer.end(Buffer.concat(body))
    })
    const safeFetch = createSafeFetch({ trustedOrigins: [server.origin], fetch: createNodeFetch() })
    const answer = await safeFetch(server.origin, {
      method: 'POST',
      body: new URLSearchParams({ a: 'b c' }),
    })

    expect(answer).toBeInstanceOf(Response)
    expect(answer.headers.get('x-method')).toBe('POST')
    expect(answer.headers.get('x-type')).toMatch(/^application\/x-www-form-urlencoded/)
    expect(await answer.text()).toBe('a=b+c')
  })

  it('streams events as they come, and closes the connection when the caller gives up', async () => {
    const closed = Promise.withResolvers<void>()
    const server = await listen((_request, answer) => {
      answer.on('close', closed.resolve)
      answer.writeHead(200, { 'content-type': 'text/event-stream' })
      answer.write('data: 1\n\n')
    })
    const stop = new AbortController()
    const safeFetch = createSafeFetch({ trustedOrigins: [server.origin], fetch: createNodeFetch() })
    const answer = await safeFetch(server.origin, { signal: stop.signal })
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()

    expect(await reader?.read()).toEqual({ done: false, value: 'data: 1\n\n' })
    const next = reader?.read()
    stop.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    await closed.promise
  })

  it('caps what a small compressed body unfolds to', async () => {
    const { gzipSync } = await import('node:zlib')
    const server = await listen((_request, answer) => {
      answer.writeHead(200, { 'content-encoding': 'gzip' })
      answer.end(gzipSync(Buffer.alloc(1_000_000)))
    })
    const safeFetch = createSafeFetch({
      trustedOrigins: [server.origin],
      fetch: createNodeFetch(),
      maxBytes: 10_000,
    })
    const answer = await safeFetch(server.origin)

    expect(codeOf(await answer.text().catch((error: unknown) => error))).toBe('ERR_TOO_LARGE')
  })

  it('says that a closed port cannot be reached', async () => {
    const { origin } = await listen(() => {})
    await Promise.all(closers.splice(0).map((close) => close()))
    const safeFetch = createSafeFetch({ trustedOrigins: [origin], fetch: createNodeFetch() })

    expect(codeOf(await safeFetch(origin).catch((error: unknown) => error))).toBe('ERR_UNREACHABLE')
  })
})
