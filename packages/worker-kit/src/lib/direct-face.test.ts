import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createTestIssuer, type TestIssuer } from '../testing.ts'
import { createAuthorizer } from './authorize.ts'
import type { Hooks } from './hooks.ts'
import { createMcpFace } from './mcp-face.ts'
import type * as rareFace from './rare-face.ts'
import { createSdkOnlyFace } from '../../test/sdk/sdk-face.ts'
import { registerPrompt } from './registered-prompt.ts'
import { registerResource } from './registered-resource.ts'
import { registerTool, type RegisteredTool } from './registered-tool.ts'
import { ToolError } from './tool-error.ts'

/** Hears of each request that goes the longer way. */
const wentLong = vi.hoisted(() => vi.fn<() => void>())
vi.mock('./rare-face.ts', async (importOriginal) => {
  const { createRareFace } = await importOriginal<typeof rareFace>()
  return {
    createRareFace: (...plan: Parameters<typeof createRareFace>) => {
      const face = createRareFace(...plan)
      return (...request: Parameters<typeof face>) => {
        wentLong()
        return face(...request)
      }
    },
  }
})

const url = 'https://rooms.test/mcp'
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
}
let issuer: TestIssuer
let token: string

beforeAll(async () => {
  issuer = await createTestIssuer()
  token = await issuer.token({
    resource: url,
    subject: 'aiko',
    scopes: ['a:read'],
  })
})

/** Whatever a tool may do. */
function createTools(): Map<string, RegisteredTool<unknown>> {
  const tools: RegisteredTool<unknown>[] = [
    registerTool({
      name: 'echo',
      input: z.object({ text: z.string() }),
      run: ({ text }) => text,
    }),
    registerTool({
      name: 'sum',
      title: 'Sum',
      input: z.object({ a: z.number(), b: z.number().default(2) }),
      output: z.object({ sum: z.number() }),
      run: ({ a, b }) => ({ sum: a + b }),
    }),
    registerTool({
      name: 'loose',
      input: z.looseObject({}),
      run: (args, { user, era }) => ({
        args,
        era,
        user: user?.subject ?? null,
      }),
    }),
    registerTool({
      name: 'end',
      input: z.object({ how: z.string() }),
      run: ({ how }) => {
        if (how === 'refused') throw new ToolError('ERR_NO', 'Cannot do it: no')
        if (how === 'broken') throw new Error('password=hunter2')
        if (how === 'date') return { at: new Date(0), nothing: undefined }
        if (how === 'instance') return Object.assign(new Date(0), { a: 1 })
        if (how === 'class') return new URLSearchParams()
        return JSON.parse(how)
      },
    }),
    registerTool({
      name: 'ask',
      input: z.object({}),
      run: async (_args, { elicit }) => {
        const schema = z.object({ sure: z.boolean() })
        return { answer: await elicit('sure', { message: 'Sure?', schema }) }
      },
    }),
    registerTool({
      name: 'count',
      input: z.object({}),
      run: async (_args, { progress }) => {
        await progress({ progress: 1 })
        return 'counted'
      },
    }),
    registerTool({
      name: 'talk',
      input: z.object({}),
      run: async (_args, { log }) => {
        log.info('It begins', { card: 4111 })
        await Promise.resolve()
        log.error('It ends', { error: new Error('password=hunter2') })
        throw new ToolError('ERR_NO', 'Cannot do it: no')
      },
    }),
    registerTool({
      name: 'read',
      input: z.object({}),
      scopes: ['a:read'],
      run: (_args, { user }) => `${user?.subject} has read`,
    }),
    registerTool({
      name: 'write',
      input: z.object({}),
      scopes: ['a:read', 'a:write'],
      run: () => 'written',
    }),
    registerTool({
      name: 'routed',
      input: z.object({
        region: z.string().meta({ 'x-mcp-header': 'Region' }),
      }),
      run: ({ region }) => region,
    }),
  ]
  return new Map(tools.map((tool) => [tool.name, tool]))
}

/** Resources and prompts, open and closed. */
function createOffers() {
  const id = z.object({ id: z.enum(['a', 'b']) })
  const resources = [
    registerResource({ name: 'about', uri: 'a://about', read: () => 'About' }),
    registerResource({
      name: 'of',
      uri: 'a://{id}',
      variables: id,
      read: ({ id }) => ({ id }),
    }),
    registerResource({
      name: 'own',
      uri: 'own://a',
      scopes: ['a:read'],
      read: () => 'Own',
    }),
  ]
  const prompts = [
    registerPrompt({
      name: 'plan',
      input: z.object({ mood: z.string() }),
      run: ({ mood }) => mood,
    }),
    registerPrompt({
      name: 'refuse',
      input: z.object({}),
      scopes: ['a:read'],
      run: (_args, { log }) => {
        log.warn('It will be refused')
        throw new ToolError('ERR_NO', 'Cannot do it: no')
      },
    }),
  ]
  return {
    resources: new Map(resources.map((resource) => [resource.uri, resource])),
    prompts: new Map(prompts.map((prompt) => [prompt.name, prompt])),
  }
}

/** A worker of which one may choose the way. */
function createWay(ways: 'both' | 'sdk') {
  const told: unknown[] = []
  const hooks: Hooks = {
    beforeCall: (call) => void told.push(['before', call]),
    afterCall: (call) => void told.push(['after', { ...call, ms: 0 }]),
    authRefused: (refusal) => void told.push(['refused', refusal]),
    error: ({ error }) => void told.push(['error', String(error)]),
  }
  const plan = {
    options: {
      name: 'test.rooms/ways',
      version: '1.0.0',
      title: 'Ways',
      description: 'Two ways',
      instructions: 'Take either',
      url,
      issuer: issuer.issuer,
      scopes: { 'a:read': 'Read', 'a:write': 'Write' },
      fetch: issuer.fetch,
      maxBodyBytes: 10_000,
      log: silent,
      hooks,
    },
    tools: createTools(),
    ...createOffers(),
  }
  const authorizer = createAuthorizer<unknown>(plan)
  const face =
    ways === 'sdk' ? createSdkOnlyFace(plan, authorizer) : createMcpFace(plan, authorizer)

  return async ({ headers, body }: Wire) => {
    told.length = 0
    const request = new Request(url, { method: 'POST', headers, body })
    const user = await authorizer.identify(request, {})
    if (!user.ok) return { refused: user.failure.status, told: [...told] }
    const visit = {
      request,
      env: {},
      requestId: 'r-1',
      resource: url,
      user: user.value,
    }
    const response = await face.answer({
      ...visit,
      ctx: { waitUntil: () => {} },
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      messages: inOrder(
        body,
        withoutWords(readMessages(text, response.headers.get('content-type'))),
      ),
      told: body.startsWith('[') ? told.toSorted(byText) : [...told],
    }
  }
}

/** The requests of a batch run at once. */
function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one).localeCompare(JSON.stringify(other))
}

function readMessages(text: string, type: string | null): unknown {
  if (type !== 'text/event-stream') return text === '' ? text : JSON.parse(text)
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => {
      const [event, data] = frame.split('\ndata: ')
      return [event, JSON.parse(data ?? '')]
    })
}

/**
 * The words of an error are each side's own. To the SDK, parameters of 2025 that do not fit are a fault
 * of its own; here they are the caller's, as JSON-RPC has it.
 */
function withoutWords(messages: unknown): unknown {
  if (Array.isArray(messages)) return messages.map(withoutWords)
  const { error } = Object(messages)
  if (!isObject(messages) || !isObject(error)) return messages
  const { code } = error
  return { ...messages, error: code === -32603 ? -32602 : code }
}

/** The answers of a batch come as they are ready. */
function inOrder(body: string, messages: unknown): unknown {
  if (!body.startsWith('[') || !Array.isArray(messages)) return messages
  const idOf = (frame: unknown): string => String(Object(Object(frame)[1]).id)
  return messages.toSorted((one, other) => idOf(one).localeCompare(idOf(other)))
}

interface Wire {
  headers: Record<string, string>
  body: string
}

interface Draft {
  headers: Record<string, string>
  body: Record<string, unknown>
}

type Json = Record<string, unknown>

function draft(era: 'modern' | 'legacy', method: string, params: Json | undefined, id: unknown) {
  const isModern = era === 'modern'
  const named = params?.['name'] ?? params?.['uri']
  const full = isModern ? { ...params, _meta: envelope } : params
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': isModern ? '2026-07-28' : '2025-11-25',
    ...(isModern ? { 'mcp-method': method } : {}),
    ...(isModern && named !== undefined ? { 'mcp-name': String(named) } : {}),
  }
  const body = {
    jsonrpc: '2.0',
    ...(id === undefined ? {} : { id }),
    method,
    ...(full === undefined ? {} : { params: full }),
  }
  return { headers, body } satisfies Draft
}

const call = fc.oneof(
  fc.record({ text: fc.string() }).map((args) => ({ name: 'echo', arguments: args })),
  fc
    .record({ a: fc.oneof(fc.integer(), fc.string()), b: fc.double() }, { requiredKeys: ['a'] })
    .map((args) => ({ name: 'sum', arguments: args })),
  fc.object().map((args) => ({
    name: 'loose',
    arguments: JSON.parse(JSON.stringify(args)),
  })),
  fc
    .constantFrom(
      'refused',
      'broken',
      'date',
      'instance',
      'class',
      '"text"',
      '7',
      'null',
      '[]',
      '{}',
      '{"content":[]}',
      '{"content":[{"type":"text","text":"a"}]}',
      '{"content":[{"type":"text","text":"a","more":1,"_meta":{"b":2}}]}',
      '{"content":[{"type":"text"}]}',
      '{"content":[{"type":"nothing"}]}',
      '{"content":[null]}',
      '{"content":[{"type":"image","data":"AAAA","mimeType":"image/png"}]}',
      '{"content":[{"type":"resource_link","uri":"https://a.test","name":"a"}]}',
      '{"resultType":"input_required"}',
    )
    .map((how) => ({ name: 'end', arguments: { how } })),
  fc
    .constantFrom('ask', 'count', 'talk', 'read', 'write', 'nothing', 'constructor', '__proto__')
    .map((name) => ({ name, arguments: {} })),
  fc.constantFrom({ name: 'count' }, { name: 'routed', arguments: { region: 'eu' } }),
)

const offer = fc.oneof(
  fc
    .constantFrom('a://about', 'a://a', 'a://c', 'own://a', 'nothing://a', 'nothing', '')
    .map((uri) => ['resources/read', { uri }] as const),
  fc
    .tuple(
      fc.constantFrom('plan', 'refuse', 'nothing', 'toString'),
      fc.dictionary(fc.constantFrom('mood', 'a'), fc.string()),
    )
    .map(([name, args]) => ['prompts/get', { name, arguments: args }] as const),
  fc
    .tuple(
      fc.constantFrom(
        { type: 'ref/resource', uri: 'a://{id}' },
        { type: 'ref/resource', uri: 'own://a' },
        { type: 'ref/prompt', name: 'refuse' },
        { type: 'ref/prompt', name: 'nothing' },
      ),
      fc.constantFrom('id', 'mood', 'toString'),
      fc.constantFrom('', 'a'),
    )
    .map(
      ([ref, name, value]) => ['completion/complete', { ref, argument: { name, value } }] as const,
    ),
)

const methods = [
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
  'server/discover',
  'ping',
  'logging/setLevel',
]

const era = fc.constantFrom('modern' as const, 'legacy' as const)
const id = fc.oneof(fc.integer(), fc.string())
const valid: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(era, call, id).map(([e, c, i]) => draft(e, 'tools/call', c, i)),
  },
  fc
    .tuple(era, fc.constantFrom(...methods), id)
    .map(([e, method, i]) => draft(e, method, undefined, i)),
  fc.tuple(era, offer, id).map(([e, [method, params], i]) => draft(e, method, params, i)),
  fc.constant(draft('legacy', 'logging/setLevel', { level: 'error' }, 1)),
  fc.tuple(fc.constantFrom('2025-11-25', '2025-03-26', '2026-07-28', 'soon'), id).map(([v, i]) => {
    const clientInfo = { name: 'c', version: '1' }
    const params = {
      protocolVersion: v,
      capabilities: { roots: {} },
      clientInfo,
    }
    return draft('legacy', 'initialize', params, i)
  }),
  fc.constantFrom(
    draft('legacy', 'notifications/initialized', undefined, undefined),
    draft('modern', 'notifications/initialized', {}, undefined),
    draft('legacy', 'notifications/cancelled', { requestId: 1 }, undefined),
  ),
)

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(1.5, -0, -1, '2.0', '1.0', [], {}, null, '2026-07-28', 'echo', 'info'),
)
const places = [
  ['jsonrpc'],
  ['id'],
  ['method'],
  ['params'],
  ['extra'],
  ['params', 'name'],
  ['params', 'arguments'],
  ['params', 'arguments', '__proto__'],
  ['params', 'arguments', 'text'],
  ['params', 'uri'],
  ['params', 'ref'],
  ['params', 'ref', 'name'],
  ['params', 'argument'],
  ['params', 'level'],
  ['params', 'cursor'],
  ['params', 'protocolVersion'],
  ['params', 'capabilities'],
  ['params', 'clientInfo'],
  ['params', 'inputResponses'],
  ['params', 'requestState'],
  ['params', '_meta'],
  ['params', '_meta', 'progressToken'],
  ['params', '_meta', 'traceparent'],
  ['params', '_meta', 'io.modelcontextprotocol/related-task'],
  ['params', '_meta', 'io.modelcontextprotocol/logLevel'],
  ['params', '_meta', 'io.modelcontextprotocol/protocolVersion'],
  ['params', '_meta', 'io.modelcontextprotocol/clientCapabilities'],
  ['params', '_meta', 'io.modelcontextprotocol/clientCapabilities', 'elicitation'],
  ['params', '_meta', 'io.modelcontextprotocol/clientInfo'],
  ['params', '_meta', 'io.modelcontextprotocol/clientInfo', 'name'],
] as const

/** One place of the body is another, or is gone. */
const brokenBody = fc
  .tuple(valid, fc.constantFrom(...places), fc.option(junk, { nil: undefined, freq: 4 }))
  // In 2025 there is no such field; the SDK reads it nevertheless.
  .filter(([{ headers }, place]) => place[1] !== 'requestState' || 'mcp-method' in headers)
  .map(([{ headers, body }, place, value]) => {
    const copy: Json = structuredClone(body)
    let at: unknown = copy
    for (const field of place.slice(0, -1)) at = isObject(at) ? at[field] : undefined
    const last = place.at(-1)
    if (isObject(at) && last !== undefined) {
      Object.defineProperty(at, last, {
        value,
        enumerable: true,
        configurable: true,
      })
    }
    return { headers, body: JSON.stringify(copy) }
  })

const headerNames = ['accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'content-type']
const headerValues = [
  undefined,
  '',
  '*/*',
  'application/json',
  'application/json; charset=utf-8',
  'text/event-stream',
  'text/plain',
  '2026-07-28',
  '2025-06-18',
  '2024-11-05',
  '1999-01-01',
  'tools/call',
  'tools/list',
  'prompts/list',
  'resources/read',
  'echo',
  'a://about',
  '=?base64?ZWNobw==?=',
]

/** One header is another, or is gone. */
const brokenHeader = fc
  .tuple(valid, fc.constantFrom(...headerNames), fc.constantFrom(...headerValues))
  .map(([{ headers, body }, name, value]) => {
    const { [name]: _, ...rest } = headers
    const changed: Record<string, string> = value === undefined ? rest : { ...rest, [name]: value }
    return { headers: changed, body: JSON.stringify(body) }
  })

const whole = valid.map(({ headers, body }) => ({
  headers,
  body: JSON.stringify(body),
}))
const random = fc
  .tuple(valid, fc.oneof(fc.json(), fc.string(), fc.constant('x'.repeat(10_001))))
  .map(([{ headers }, body]) => ({ headers, body }))
const batch = fc.tuple(valid, fc.array(valid, { maxLength: 3 })).map(([{ headers }, drafts]) => ({
  headers,
  body: JSON.stringify(drafts.filter(standsAlone).map(withOwnId)),
}))
/** Where one of a batch cancels another, the SDK never ends its answer; a level of one counts for all. */
function standsAlone({ body }: Draft): boolean {
  return !['notifications/cancelled', 'logging/setLevel'].includes(String(body['method']))
}
/** Of two requests with one id the SDK answers one. */
function withOwnId({ body }: Draft, index: number): Json {
  return 'id' in body ? { ...body, id: index } : body
}

const who = fc.constantFrom('nobody', 'aiko', 'someone')

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

function withToken(wire: Wire, person: string): Wire {
  if (person === 'nobody') return wire
  const authorization = `Bearer ${person === 'aiko' ? token : 'a.b.c'}`
  return { ...wire, headers: { ...wire.headers, authorization } }
}

describe('the own way and the way of the SDK answer alike', () => {
  it.each([
    ['what is as it should be', whole, 200],
    ['a body with one place wrong', brokenBody, 400],
    ['one header wrong', brokenHeader, 200],
    ['a batch', batch, 60],
    ['anything', random, 80],
  ] as const)('%s', { timeout: 120_000 }, async (_case, arbitrary, numRuns) => {
    const own = createWay('both')
    const sdk = createWay('sdk')
    await fc.assert(
      fc.asyncProperty(arbitrary, who, async (wire, person) => {
        const asked = withToken(wire, person)
        const expected = await sdk(asked)
        expect(await own(asked)).toEqual(expected)
        // Once more, now that it is remembered.
        expect(await own(asked)).toEqual(expected)
      }),
      { numRuns },
    )
  })
})

describe('the short way is taken', () => {
  const sum = { name: 'sum', arguments: { a: 1 } }
  it.each<[string, Draft]>([
    ['a call of 2026-07-28', draft('modern', 'tools/call', sum, 1)],
    ['a call of 2025-11-25', draft('legacy', 'tools/call', sum, 1)],
    ['a list of tools that was asked for before', draft('modern', 'tools/list', undefined, 1)],
    [
      'a list of resources that was asked for before',
      draft('modern', 'resources/list', undefined, 1),
    ],
    ['a list of prompts that was asked for before', draft('legacy', 'prompts/list', undefined, 1)],
    ['a discovery that was asked for before', draft('modern', 'server/discover', undefined, 1)],
    ['a ping of 2025-11-25', draft('legacy', 'ping', undefined, 1)],
    ['a client that is ready', draft('legacy', 'notifications/initialized', undefined, undefined)],
  ])('for %s', async (_case, { headers, body }) => {
    const own = createWay('both')
    await own({ headers, body: JSON.stringify(body) })
    wentLong.mockClear()
    const again = 'id' in body ? { ...body, id: 'another' } : body
    const { status, messages } = await own({
      headers,
      body: JSON.stringify(again),
    })
    expect(wentLong).not.toHaveBeenCalled()
    expect(status).toBe('id' in body ? 200 : 202)
    if ('id' in body) expect(JSON.stringify(messages)).toContain('"id":"another"')
  })

  it('and not for a call that is to report its progress', async () => {
    const { headers, body } = draft('legacy', 'tools/call', sum, 1)
    const params = { ...sum, _meta: { progressToken: 1 } }
    wentLong.mockClear()
    await createWay('both')({ headers, body: JSON.stringify({ ...body, params }) })
    expect(wentLong).toHaveBeenCalledOnce()
  })
})
