import { connect } from 'node:net'
import { UnsecuredJWT } from 'jose'
import * as z from 'zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callRequest, legacyCallRequest } from '../../test/requests.ts'
import { createRoomsWorker } from '../../test/rooms-worker.ts'
import { createMcpWorker } from '../index.ts'
import { serveWorker } from '../node.ts'
import { createTestIssuer, type TestIssuer } from '../testing.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const resource = 'http://localhost:4999/mcp'
const scopes = ['rooms:read', 'rooms:write']
const ran: string[] = []

let issuer: TestIssuer
let running: Awaited<ReturnType<typeof serveWorker>>
let url: string

beforeAll(async () => {
  issuer = await createTestIssuer()
  const onRun = (tool: string) => void ran.push(tool)
  const worker = createRoomsWorker({ fetch: issuer.fetch, log, onRun })
  const env = { url: resource, issuer: issuer.issuer }
  running = await serveWorker(worker, { env, name: 'rooms', host: '127.0.0.1', port: 0, log })
  url = `http://127.0.0.1:${running.port}/mcp`
})
beforeEach(() => void (ran.length = 0))
afterAll(() => running?.stop())

const unsigned = () =>
  new UnsecuredJWT({ sub: 'a', client_id: 'c', scope: scopes.join(' ') })
    .setIssuer(issuer.issuer)
    .setAudience(resource)
    .setExpirationTime('1h')
    .encode()

describe.each([
  ['2026-07-28', callRequest],
  ['2025-11-25', legacyCallRequest],
])('POST /mcp over a socket, %s', (_version, request) => {
  it.each<[string, () => Promise<string | undefined>]>([
    ['without a token', async () => undefined],
    [
      'with a token for another audience',
      () => issuer.token({ resource: 'http://localhost:4200/mcp', scopes }),
    ],
    ['with an expired token', () => issuer.token({ resource, scopes, expiresIn: -60 })],
    ['with an alg none token', async () => unsigned()],
  ])('%s is 401 with a sound challenge, and runs nothing', async (_case, forge) => {
    const response = await fetch(request('list_rooms', {}, { url, token: await forge() }))
    expect(response.status).toBe(401)

    const challenge = response.headers.get('www-authenticate') ?? ''
    const [, address = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? []
    expect(challenge).toMatch(/^Bearer .*scope="rooms:read"/)
    expect(address).toBe('http://localhost:4999/.well-known/oauth-protected-resource/mcp')

    const document = await fetch(new URL(new URL(address).pathname, url))
    expect(await document.json()).toMatchObject({
      resource,
      authorization_servers: [issuer.issuer],
    })
    expect(ran).toEqual([])
  })

  it('with a good token runs', async () => {
    const token = await issuer.token({ resource, scopes })
    const response = await fetch(request('list_rooms', {}, { url, token }))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('"id":"a"')
    expect(ran).toEqual(['list_rooms'])
  })
})

describe('a socket', () => {
  it('with the name of a stranger is refused', async () => {
    const socket = connect(running.port, '127.0.0.1')
    socket.end('GET /mcp HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 403 /)
  })

  it('with 10 MB is answered 413', async () => {
    const token = await issuer.token({ resource, scopes })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: 'a'.repeat(10_485_760),
    })
    expect(response.status).toBe(413)
  })
})

describe('serveWorker()', () => {
  it('waits for background work before it closes what the worker uses', async () => {
    const events: string[] = []
    const work = Promise.withResolvers<void>()
    const worker = createMcpWorker({
      name: 'test.rooms/send',
      version: '1.0.0',
      description: 'Sends later',
      url: 'http://localhost:4998/mcp',
    }).mcpTool(
      'send',
      z.object({}),
      (_args, { waitUntil }) => {
        waitUntil(work.promise.then(() => events.push('sent')))
        return 'will send'
      },
      { annotations: { readOnlyHint: false, destructiveHint: false } },
    )
    const onStop = async () => void events.push('closed')
    const service = { env: undefined, name: 'send', host: '127.0.0.1', port: 0, log, onStop }
    const { port, stop } = await serveWorker(worker, service)

    await fetch(callRequest('send', {}, { url: `http://127.0.0.1:${port}/mcp` }))
    const stopped = stop()
    work.resolve()
    await stopped
    expect(events).toEqual(['sent', 'closed'])
  })

  it('aborts the signal of a tool whose caller hangs up', async () => {
    const started = Promise.withResolvers<void>()
    const aborted = Promise.withResolvers<void>()
    const worker = createMcpWorker({
      name: 'test.rooms/wait',
      version: '1.0.0',
      description: 'Waits',
      url: 'http://localhost:4997/mcp',
    }).mcpTool(
      'wait',
      z.object({}),
      (_args, { signal }) => {
        started.resolve()
        return new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.resolve()
            reject(signal.reason)
          })
        })
      },
      { annotations: { readOnlyHint: true } },
    )
    const service = { env: undefined, name: 'wait', host: '127.0.0.1', port: 0, log }
    const { port, stop } = await serveWorker(worker, service)

    const gone = new AbortController()
    const request = callRequest('wait', {}, { url: `http://127.0.0.1:${port}/mcp` })
    const answer = fetch(request, { signal: gone.signal }).catch(() => 'gone')
    await started.promise
    gone.abort()
    expect(await answer).toBe('gone')
    await aborted.promise
    await stop()
  })
})
