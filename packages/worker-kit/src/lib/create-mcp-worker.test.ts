import * as z from 'zod'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { callRequest } from '../../test/requests.ts'
import { createRoomsWorker, env } from '../../test/rooms-worker.ts'
import {
  createMcpWorker,
  getUser,
  ToolError,
  type CallInfo,
  type InferTools,
  type McpWorkerOptions,
} from '../index.ts'
import { createTestClient, createTestIssuer } from '../testing.ts'

const plain: McpWorkerOptions<unknown> = {
  name: 'test.rooms/plain',
  version: '1.0.0',
  description: 'Plain',
  url: 'https://rooms.test/mcp',
}

const reads = { annotations: { readOnlyHint: true } } as const

const guarded = { ...plain, issuer: 'https://issuer.test', scopes: { 'a:read': 'Read' } }

describe('createMcpWorker()', () => {
  it('knows the types of its tools', () => {
    const worker = createRoomsWorker({ fetch })
    type Tools = InferTools<typeof worker>
    expectTypeOf<keyof Tools>().toEqualTypeOf<'list_rooms' | 'book_room'>()
    expectTypeOf<Tools['book_room']['input']>().toEqualTypeOf<{
      room: string
      hours?: number | undefined
    }>()
    expectTypeOf<Tools['book_room']['output']>().toEqualTypeOf<{ room: string; by: string }>()
  })

  it('takes tools without a chain too', async () => {
    const worker = createMcpWorker(plain)
    worker.mcpTool('ping', z.object({}), () => 'pong', reads)
    const client = await createTestClient(worker, { env: undefined })
    expect(await client.callRaw('ping')).toMatchObject({ content: [{ text: 'pong' }] })
  })

  it('serves a tool of plain JavaScript without annotations as the worst case', async () => {
    const worker = createMcpWorker(plain)
    // @ts-expect-error: the types demand annotations
    worker.mcpTool('ping', z.object({}), () => 'pong')
    const client = await createTestClient(worker, { env: undefined })
    expect(await client.callRaw('ping')).toMatchObject({ content: [{ text: 'pong' }] })
    const [listed] = await client.listTools()
    expect(listed).not.toHaveProperty('annotations')
    expect(worker.manifest(undefined).tools[0]).not.toHaveProperty('annotations')
  })

  it('demands to know whether a tool that changes something may destroy', () => {
    const worker = createMcpWorker(plain)
    // @ts-expect-error: destructiveHint is missing
    worker.mcpTool('drop', z.object({}), () => '', { annotations: { readOnlyHint: false } })
    const annotations = { readOnlyHint: true, destructiveHint: true } as const
    // @ts-expect-error: what only reads destroys nothing
    worker.mcpTool('odd', z.object({}), () => '', { annotations })
  })

  it.each([
    ['a name without a namespace', () => createMcpWorker({ ...plain, name: 'rooms' })],
    ['a key that is too short', () => createMcpWorker({ ...plain, stateKey: 'short' })],
    [
      'two tools of one name',
      () =>
        createMcpWorker(plain)
          .mcpTool('a', z.object({}), () => 'a', reads)
          .mcpTool('a', z.object({}), () => 'b', reads),
    ],
    [
      'a tool whose name MCP does not allow',
      () => createMcpWorker(plain).mcpTool('list rooms', z.object({}), () => '', reads),
    ],
    [
      'scopes without an issuer',
      () =>
        createMcpWorker(plain).mcpTool('a', z.object({}), () => '', {
          ...reads,
          scopes: ['a:read'],
        }),
    ],
    [
      'a scope without a reason',
      () =>
        createMcpWorker(guarded).mcpTool('a', z.object({}), () => '', {
          ...reads,
          scopes: ['a:write'],
        }),
    ],
    [
      'a schema that JSON Schema cannot say',
      () => createMcpWorker(plain).mcpTool('a', z.object({ when: z.date() }), () => '', reads),
    ],
  ])('throws for %s', (_case, create) => {
    expect(create).toThrow()
  })

  it('can ask for a token even where a tool has no scopes', async () => {
    const worker = createMcpWorker({ ...guarded, requireToken: true })
    worker.mcpTool('ping', z.object({}), () => 'pong', reads)
    expect((await worker.fetch(callRequest('ping', {}), undefined)).status).toBe(401)
  })

  it('keeps unknown fields where the author of a schema wants them', async () => {
    const worker = createMcpWorker(plain).mcpTool('keep', z.looseObject({}), (args) => args, reads)
    const client = await createTestClient(worker, { env: undefined })
    expect(await client.callRaw('keep', { a: 1 })).toMatchObject({ structuredContent: { a: 1 } })
  })

  it('answers a fault of its options with an id, and says why in its log', async () => {
    const logged: unknown[] = []
    const log = {
      info: () => {},
      warn: () => {},
      error: (_message: string, fields?: unknown) => void logged.push(fields),
    }
    const url = () => {
      throw new Error('secret address')
    }
    const worker = createMcpWorker({ ...plain, url, log })
    const response = await worker.fetch(new Request('https://rooms.test/mcp'), undefined)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret address')
    expect(logged).toMatchObject([{ error: { message: 'secret address' } }])
  })
})

describe('the manifest', () => {
  it('says everything that the registry wants to know', () => {
    const manifest = createRoomsWorker({ fetch }).manifest(env)
    expect(manifest).toMatchObject({
      name: 'test.rooms/rooms',
      version: '1.2.3',
      title: 'Rooms',
      description: 'Rooms to book',
      url: 'https://rooms.test/mcp',
      tags: ['rooms'],
      categories: ['productivity'],
      translations: { ja: { title: '部屋', description: '予約できる部屋' } },
      scopes: [
        { name: 'rooms:read', description: 'See rooms', descriptions: { ja: '部屋を見る' } },
        { name: 'rooms:write', description: 'Book rooms' },
      ],
    })
    expect(manifest.tools).toMatchObject([
      { name: 'list_rooms', scopes: ['rooms:read'], annotations: { readOnlyHint: true } },
      { name: 'book_room', title: 'Book a room', inputSchema: { required: ['room'] } },
    ])
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
  })
})

describe('hooks', () => {
  async function callWith(hooks: McpWorkerOptions<unknown>['hooks'], room: string) {
    const issuer = await createTestIssuer()
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const worker = createRoomsWorker({ fetch: issuer.fetch, log, ...(hooks ? { hooks } : {}) })
    const scopes = ['rooms:read', 'rooms:write']
    const token = await issuer.token({ resource: env.url, scopes })
    return (await createTestClient(worker, { env, token })).callRaw('book_room', { room })
  }

  it.each([
    ['a', 'answered', undefined],
    ['taken', 'refused', 'ERR_ROOM_TAKEN'],
    ['broken', 'failed', undefined],
    ['', 'refused', 'ERR_ARGUMENTS_INVALID'],
  ])('hear how the call of room %j ended', async (room, end, code) => {
    const before: CallInfo[] = []
    const after: unknown[] = []
    await callWith(
      { beforeCall: (call) => void before.push(call), afterCall: (call) => void after.push(call) },
      room,
    )
    expect(before).toHaveLength(room === '' ? 0 : 1)
    expect(after).toMatchObject([
      {
        tool: 'book_room',
        args: { room },
        user: { subject: 'person-1', clientId: 'client-1' },
        era: 'modern',
        end,
        ms: expect.any(Number),
        ...(code === undefined ? {} : { code }),
      },
    ])
  })

  it('may refuse a call before it runs', async () => {
    const beforeCall = () => {
      throw new ToolError('ERR_TOO_MANY_CALLS', 'Cannot book now: too many calls; wait a minute')
    }
    expect(await callWith({ beforeCall }, 'a')).toMatchObject({
      isError: true,
      content: [{ text: 'Cannot book now: too many calls; wait a minute' }],
    })
  })

  it('change no answer when they fail afterwards', async () => {
    const fail = () => {
      throw new Error('the metrics are down')
    }
    const hooks = { afterCall: fail, error: fail, authRefused: fail }
    expect(await callWith(hooks, 'a')).toMatchObject({ structuredContent: { room: 'a' } })
    expect(await callWith(hooks, 'broken')).toMatchObject({ isError: true })
  })
})

describe('the context of a call', () => {
  it('lets work go on after the answer', async () => {
    const background: Promise<unknown>[] = []
    const worker = createMcpWorker(plain).mcpTool(
      'send',
      z.object({}),
      (_args, { waitUntil }) => {
        waitUntil(Promise.resolve('sent'))
        return 'will send'
      },
      { annotations: { readOnlyHint: false, destructiveHint: false } },
    )
    const ctx = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) }
    const client = await createTestClient(worker, { env: undefined, ctx })
    await client.callRaw('send')
    expect(await Promise.all(background)).toEqual(['sent'])
  })

  it('has no user in an anonymous call, and getUser() says whose slip that is', () => {
    expect(() => getUser({ user: undefined } as Parameters<typeof getUser>[0])).toThrow(TypeError)
  })
})
