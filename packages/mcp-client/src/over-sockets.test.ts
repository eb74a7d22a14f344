import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { openSession, probeServer } from './index.ts'
import { fakeMcpServer, fakeOlderServer } from './lib/fakes/fake-mcp-server.ts'
import type { FakeServer } from './lib/fakes/fake-network.ts'

const closers: (() => unknown)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

/** Serves a fake over a real socket, and gives the way to it: the real way out of Node. */
async function serve(server: FakeServer) {
  const listener = createServer((request, answer) => void pass(server, request, answer))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  closers.push(() => listener.close().closeAllConnections())
  const { port } = listener.address() as AddressInfo
  const origin = `http://localhost:${port}`
  const fetch = createSafeFetch({ trustedOrigins: [origin], fetch: createNodeFetch() })
  return { url: `${origin}/mcp`, fetch }
}

async function pass(server: FakeServer, incoming: IncomingMessage, outgoing: ServerResponse) {
  const stop = new AbortController()
  outgoing.on('close', () => stop.abort())
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  const { method = 'GET', url = '/', headers } = incoming
  const request = new Request(`http://localhost${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    body: parts.length > 0 ? Buffer.concat(parts) : null,
    signal: stop.signal,
  })
  const response = await server(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  for await (const part of response.body ?? []) outgoing.write(part)
  outgoing.end()
}

describe.each([
  ['2026-07-28', fakeMcpServer],
  ['2025-11-25', fakeOlderServer],
])('a session over the real way out, with a server of %s', (version, create) => {
  it('connects, lists and calls', async () => {
    const session = await openSession(await serve(create()))

    expect(session.version).toBe(version)
    expect((await session.listTools()).tools[0]?.name).toBe('add')
    expect(await session.callTool({ name: 'add', args: { a: 1, b: 2 } })).toMatchObject({
      result: { content: [{ text: '3' }] },
    })
    await session.close()
  })

  it('is probed', async () => {
    expect(await probeServer(await serve(create()))).toMatchObject({ state: 'open', era: version })
  })
})

describe('a call over the real way out', () => {
  it('streams progress, and the result after it', async () => {
    const session = await openSession(await serve(fakeMcpServer()))
    const seen: number[] = []
    const onProgress = ({ progress }: { progress: number }) => void seen.push(progress)

    expect(await session.callTool({ name: 'count', args: {}, onProgress })).toMatchObject({
      result: { content: [{ text: 'done' }] },
    })
    expect(seen).toEqual([1, 2])
    await session.close()
  })

  it('stops the tool on the server when the person cancels', async () => {
    const onAborted = vi.fn<() => void>()
    const stop = new AbortController()
    const fake = fakeMcpServer({ onStarted: () => stop.abort(), onAborted })
    const session = await openSession(await serve(fake))

    const call = { name: 'wait', args: {}, signal: stop.signal }
    expect(await session.callTool(call)).toEqual({ kind: 'cancelled' })
    await expect.poll(() => onAborted).toHaveBeenCalledOnce()
    await session.close()
  })
})
