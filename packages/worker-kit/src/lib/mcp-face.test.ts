import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, it } from 'vitest'
import { callRequest, legacyCallRequest, readMessage } from '../../test/requests.ts'
import { createMixedWorker, createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { createTestClient, createTestIssuer, type TestIssuer } from '../testing.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
let issuer: TestIssuer
let token: string

beforeAll(async () => {
  issuer = await createTestIssuer()
  const scopes = ['rooms:read', 'rooms:write']
  token = await issuer.token({ resource: env.url, subject: 'aiko', scopes })
})

const rooms = () => createRoomsWorker({ fetch: issuer.fetch, log: silent })
const mixed = () => createMixedWorker({ fetch: issuer.fetch, log: silent })

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(env.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body,
  })

describe.each(['modern', 'legacy'] as const)('the official client, %s', (era) => {
  it('lists tools with their schemas, scopes and translations', async () => {
    const client = await createTestClient(rooms(), { env, token, era })
    expect(await client.listTools()).toMatchObject([
      { name: 'list_rooms', annotations: { readOnlyHint: true } },
      {
        name: 'book_room',
        title: 'Book a room',
        inputSchema: { type: 'object', required: ['room'], additionalProperties: false },
        outputSchema: { type: 'object', required: ['room', 'by'] },
        _meta: {
          'dev.toolgraph/scopes': ['rooms:read', 'rooms:write'],
          'dev.toolgraph/translations': { ja: { title: '部屋を予約する' } },
        },
      },
    ])
  })

  it('calls a tool as the person of the token', async () => {
    const client = await createTestClient(rooms(), { env, token, era })
    expect(await client.call('book_room', { room: 'a' })).toEqual({ room: 'a', by: 'aiko' })
  })

  it('gets only what the output names', async () => {
    const client = await createTestClient(rooms(), { env, token, era })
    expect(await client.call('list_rooms', {})).toEqual({ rooms: [{ id: 'a' }] })
  })

  it('gets data as text too', async () => {
    const client = await createTestClient(mixed(), { env, era })
    expect(await client.callRaw('sum', { a: 1, b: 2 })).toMatchObject({
      content: [{ type: 'text', text: '{"sum":3}' }],
      structuredContent: { sum: 3 },
    })
    expect(await client.call('echo', { text: 'hi' })).toBe('hi')
  })

  it('gets a refusal with its code and in our words', async () => {
    const client = await createTestClient(rooms(), { env, token, era })
    expect(await client.callRaw('book_room', { room: 'taken' })).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'Cannot book room "taken": it is taken' }],
      _meta: { 'dev.toolgraph/code': 'ERR_ROOM_TAKEN' },
    })
  })

  it('gets nothing of a fault but an id', async () => {
    const client = await createTestClient(rooms(), { env, token, era })
    const result = await client.callRaw('book_room', { room: 'broken' })
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^Something went wrong \([0-9a-f-]{36}\)$/) }],
    })
    expect(JSON.stringify(result)).not.toMatch(/ECONNREFUSED|hunter2|\.ts/)
  })

  it('gets a fault, not the value, when a tool breaks its own output', async () => {
    const client = await createTestClient(mixed(), { env, era })
    const result = await client.callRaw('break_output')
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result)).not.toContain('secret text')
  })

  it.each([
    ['a wrong type', { a: 'one', b: 2 }, /a: Invalid input: expected number/],
    ['a missing argument', { a: 1 }, /b: is required/],
    ['an unknown argument', { a: 1, b: 2, c: 3 }, /Unrecognized key: "c"/],
  ])('gets a sentence for %s', async (_case, args, sentence) => {
    const client = await createTestClient(mixed(), { env, era })
    const result = await client.callRaw('sum', args)
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(sentence) }],
      _meta: { 'dev.toolgraph/code': 'ERR_ARGUMENTS_INVALID' },
    })
  })

  it('gets a protocol error for an unknown tool', async () => {
    const client = await createTestClient(mixed(), { env, era })
    await expect(client.callRaw('nothing')).rejects.toMatchObject({ code: -32602 })
    await expect(client.callRaw('constructor')).rejects.toMatchObject({ code: -32602 })
  })

  it('hears of progress', async () => {
    const { client } = await createTestClient(mixed(), { env, era })
    const heard: unknown[] = []
    const call = { name: 'count_slowly', arguments: { to: 3 } }
    await client.callTool(call, { onprogress: (report) => void heard.push(report) })
    expect(heard).toEqual([
      { progress: 1, total: 3, message: 'at 1' },
      { progress: 2, total: 3, message: 'at 2' },
      { progress: 3, total: 3, message: 'at 3' },
    ])
  })
})

describe('clients as they are', () => {
  const reach =
    (worker: ReturnType<typeof rooms>): typeof fetch =>
    (input, init) =>
      worker.fetch(new Request(input, init), env)

  it('v1 of the SDK lists and calls', async () => {
    const client = new ClientV1({ name: 'v1', version: '1.0.0' })
    const transport = new TransportV1(new URL(env.url), {
      fetch: reach(rooms()),
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    })
    // v1's own types do not fit exactOptionalPropertyTypes.
    await client.connect(transport as Transport)
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual([
      'list_rooms',
      'book_room',
    ])
    const result = await client.callTool({ name: 'book_room', arguments: { room: 'a' } })
    expect(result.structuredContent).toEqual({ room: 'a', by: 'aiko' })
    await client.close()
  })

  it('v2 of the SDK finds the newest protocol by itself', async () => {
    const info = { name: 'v2', version: '1.0.0' }
    const client = new Client(info, { versionNegotiation: { mode: 'auto' } })
    await client.connect(
      new StreamableHTTPClientTransport(new URL(env.url), {
        fetch: reach(rooms()),
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    )
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    expect(client.getServerVersion()).toMatchObject({ name: 'test.rooms/rooms', version: '1.2.3' })
  })
})

describe('callers at the same time', () => {
  it.each([
    ['2026-07-28', callRequest],
    ['2025-11-25', legacyCallRequest],
  ])('with the same JSON-RPC id each get their own answer, %s', async (_version, request) => {
    const worker = mixed()
    const texts = Array.from({ length: 40 }, (_, index) => `caller ${index}`)
    const answers = await Promise.all(
      texts.map(async (text) =>
        readMessage(await worker.fetch(request('echo', { text }, { id: 7 }), env)),
      ),
    )
    expect(answers).toMatchObject(texts.map((text) => ({ id: 7, result: { content: [{ text }] } })))
  })

  it('are told apart by their tokens', async () => {
    const worker = mixed()
    const people = ['aiko', 'ben', 'chie', 'dan']
    const answers = await Promise.all(
      people.map(async (subject) => {
        const token = await issuer.token({ resource: env.url, subject })
        return readMessage(await worker.fetch(callRequest('who_am_i', {}, { token }), env))
      }),
    )
    const users = people.map((user) => ({ result: { structuredContent: { user } } }))
    expect(answers).toMatchObject(users)
  })
})

describe('a message that is not as it should be', () => {
  it.each([
    ['is broken JSON', post('{"jsonrpc":'), 400, -32700],
    ['is empty', post(''), 400, -32700],
    ['is no JSON-RPC', post('{"hello":"world"}'), 400, undefined],
    ['is null', post('null'), 400, undefined],
    ['is a number', post('42'), 400, undefined],
    [
      'is form data',
      post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      -32000,
    ],
  ])('%s', async (_case, request, status, code) => {
    const response = await mixed().fetch(request, env)
    const { error } = await readMessage(response)
    expect(response.status).toBe(status)
    expect(error).toMatchObject(code === undefined ? {} : { code })
    expect(JSON.stringify(error)).not.toMatch(/ at |\.ts|\.mjs/)
  })

  it.each([
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another tool', { 'mcp-name': 'write_note' }],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }],
  ])('says %s in its headers than in its body', async (_case, headers) => {
    const response = await mixed().fetch(callRequest('echo', { text: 'a' }, { headers }), env)
    expect(response.status).toBe(400)
    expect(await readMessage(response)).toMatchObject({ error: { code: -32020 } })
  })

  it('has a protocol version that nobody knows', async () => {
    const headers = { 'mcp-protocol-version': '1999-01-01' }
    const response = await mixed().fetch(legacyCallRequest('echo', { text: 'a' }, { headers }), env)
    expect(response.status).toBe(400)
  })

  it.each([
    ['with its length', { 'content-length': '10485760' }],
    ['without its length', {}],
  ])('has 10 MB, %s', async (_case, headers) => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        if (sent >= 160) return controller.close()
        sent += 1
        controller.enqueue(new Uint8Array(65_536).fill(97))
      },
    })
    const request = new Request(env.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      duplex: 'half',
    } as RequestInit)
    const response = await mixed().fetch(request, env)
    expect(response.status).toBe(413)
    expect(await readMessage(response)).toMatchObject({ error: { code: -32000 } })
    // It stops reading where the limit is.
    expect(sent).toBeLessThan(30)
  })
})

describe('other methods than POST', () => {
  it.each([
    ['GET', 'text/event-stream'],
    ['GET', '*/*'],
    ['DELETE', 'application/json, text/event-stream'],
    ['PUT', 'text/event-stream'],
  ])('%s with %s is 405', async (method, accept) => {
    const response = await mixed().fetch(new Request(env.url, { method, headers: { accept } }), env)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

describe('a caller that goes away', () => {
  it('aborts the signal of its tool', async () => {
    const running = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<string>()
    const worker = createMixedWorker({
      fetch: issuer.fetch,
      log: silent,
      onRun: () => running.resolve(),
      hooks: { afterCall: ({ end, code }) => ended.resolve(`${end} ${code}`) },
    })
    const gone = new AbortController()
    const request = new Request(callRequest('wait', {}), { signal: gone.signal })
    const answer = worker.fetch(request, env).catch(() => undefined)
    await running.promise
    gone.abort()
    expect(await ended.promise).toBe('refused ERR_CANCELLED')
    await answer
  })
})
