import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker, definePrompt, defineResource, ToolError } from '../index.ts'
import type { CallInfo, CompletionContext, Hooks, InferTools, ToolContext } from '../index.ts'
import { createTestClient, createTestIssuer, type TestIssuer } from '../testing.ts'

const url = 'https://notes.test/mcp'
const silent = { info: () => {}, warn: () => {}, error: () => {} }
let issuer: TestIssuer
let token: string
let poorToken: string

interface Env {
  notes: Record<string, string>
}
const env: Env = { notes: { tea: 'Buy tea', tree: 'Plant a tree', walk: 'Go out' } }

beforeAll(async () => {
  issuer = await createTestIssuer()
  const scopes = ['notes:read', 'notes:all']
  token = await issuer.token({ resource: url, subject: 'aiko', scopes })
  poorToken = await issuer.token({ resource: url, subject: 'ben', scopes: ['notes:read'] })
})

const note = defineResource({
  name: 'note',
  uri: 'notes://own/{id}',
  title: 'A note',
  description: 'One note of yours',
  mimeType: 'text/markdown',
  variables: z.object({ id: z.string().max(8) }),
  complete: {
    id: (typed, { env }: CompletionContext<Env>) =>
      Object.keys(env.notes).filter((id) => id.startsWith(typed)),
  },
  scopes: ['notes:read', 'notes:all'],
  icons: [{ src: 'https://notes.test/note.svg', mimeType: 'image/svg+xml', sizes: ['any'] }],
  translations: { ja: { title: 'メモ' } },
  read: ({ id }, { env, user, uri }: ToolContext<Env> & { uri: string }) => {
    if (id === 'whose') return `${user?.subject} reads ${uri}`
    return env.notes[id]
  },
})

const plan = definePrompt({
  name: 'plan_day',
  title: 'Plan a day',
  description: 'Plans a day from your notes',
  input: z.object({
    mood: z.enum(['calm', 'busy', 'brave']).meta({ description: 'How you feel' }),
    hours: z.coerce.number().max(24).optional(),
    city: z.string().default('Kyoto'),
  }),
  complete: { city: (typed, { filled }) => [`${typed} (${filled['mood'] ?? 'any'})`] },
  translations: { ja: { title: '一日の計画' } },
  run: ({ mood, hours, city }) => `Plan ${hours ?? 8} ${mood} hours in ${city}`,
})

/** Whatever a resource may do. */
const parts = defineResource({
  name: 'parts',
  uri: 'parts://{how}',
  variables: z.object({ how: z.string() }),
  read: ({ how }) => {
    if (how === 'bytes') return new Uint8Array([0, 255, 128])
    if (how === 'data') return { a: 1 }
    if (how === 'many') return { contents: [{ text: 'a' }, { uri: 'parts://b', text: 'b' }] }
    if (how === 'locked') throw new ToolError('ERR_LOCKED', 'Cannot read "locked": it is locked')
    if (how === 'broken') throw new Error('password=hunter2')
    if (how === 'odd') return JSON.parse('{"contents":[]}')
    return undefined
  },
})

function createNotes(hooks: Hooks = {}) {
  return createMcpWorker<Env>({
    name: 'test.notes/notes',
    version: '1.0.0',
    description: 'Notes',
    url,
    issuer: issuer.issuer,
    scopes: { 'notes:read': 'Read', 'notes:all': 'Read all', 'notes:write': 'Write' },
    fetch: issuer.fetch,
    log: silent,
    hooks,
  })
    .mcpResource('about', 'notes://about', () => 'Notes of one person')
    .mcpResource(note)
    .mcpResource(parts)
    .mcpPrompt(plan)
    .mcpPrompt(
      'review_notes',
      z.object({}),
      async (_args, { elicit }) => {
        const question = { message: 'How strictly?', schema: z.object({ how: z.string() }) }
        const answer = await elicit('how', question)
        const how = answer.action === 'accept' ? answer.content.how : 'gently'
        return {
          description: 'Reviews notes',
          messages: [
            { role: 'user', content: `Review my notes ${how}` },
            {
              role: 'assistant',
              content: { type: 'resource', resource: { uri: 'notes://about', text: 'Notes' } },
            },
          ],
        }
      },
      { scopes: ['notes:read'] },
    )
    .mcpPrompt('broken', z.object({}), () => {
      throw new Error('password=hunter2')
    })
}

describe.each(['modern', 'legacy'] as const)('the official client, %s', (era) => {
  const connect = async (options: { token?: string; hooks?: Hooks } = {}) => {
    const { hooks, ...rest } = options
    return (await createTestClient(createNotes(hooks), { env, era, ...rest })).client
  }

  it('lists resources, templates and prompts', async () => {
    const client = await connect()
    expect((await client.listResources()).resources).toMatchObject([
      { name: 'about', uri: 'notes://about' },
    ])
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      {
        name: 'note',
        uriTemplate: 'notes://own/{id}',
        title: 'A note',
        mimeType: 'text/markdown',
        icons: [{ src: 'https://notes.test/note.svg' }],
        _meta: {
          'dev.toolgraph/scopes': ['notes:read', 'notes:all'],
          'dev.toolgraph/translations': { ja: { title: 'メモ' } },
        },
      },
      { name: 'parts', uriTemplate: 'parts://{how}' },
    ])
    const [listed] = (await client.listPrompts()).prompts
    expect(listed).toMatchObject({
      name: 'plan_day',
      title: 'Plan a day',
      arguments: [
        { name: 'mood', description: 'How you feel', required: true },
        { name: 'hours', required: false },
        { name: 'city', required: false },
      ],
    })
  })

  it('hears of what there is, and of nothing else', async () => {
    const capabilities = (await connect()).getServerCapabilities()
    expect(Object.keys(capabilities ?? {}).toSorted()).toEqual([
      'completions',
      'logging',
      'prompts',
      'resources',
    ])
  })

  it('reads a resource at a fixed address', async () => {
    const client = await connect()
    const { contents } = await client.readResource({ uri: 'notes://about' })
    const text = 'Notes of one person'
    expect(contents).toEqual([{ uri: 'notes://about', mimeType: 'text/plain', text }])
  })

  it('reads a resource of a template as the person of the token', async () => {
    const client = await connect({ token })
    const { contents } = await client.readResource({ uri: 'notes://own/whose' })
    const text = 'aiko reads notes://own/whose'
    expect(contents).toEqual([{ uri: 'notes://own/whose', mimeType: 'text/markdown', text }])
  })

  it.each([
    ['bytes', [{ mimeType: 'application/octet-stream', blob: 'AP+A' }]],
    ['data', [{ mimeType: 'application/json', text: '{"a":1}' }]],
    [
      'many',
      [
        { uri: 'parts://many', text: 'a' },
        { uri: 'parts://b', text: 'b' },
      ],
    ],
  ])('reads %s', async (how, contents) => {
    const client = await connect()
    expect(await client.readResource({ uri: `parts://${how}` })).toMatchObject({ contents })
  })

  it.each([
    ['is not there', 'nothing://at-all'],
    ['has the form of a template, and nothing behind it', 'parts://nothing'],
    ['is no address', 'nothing'],
    ['is the template itself', 'notes://own/{id}x'],
  ])('learns that a resource %s', async (_case, uri) => {
    const client = await connect({ token })
    await expect(client.readResource({ uri })).rejects.toMatchObject({
      code: -32602,
      data: { uri },
      message: expect.stringContaining(`Cannot find resource "${uri}"`),
    })
  })

  it('gets a refusal of a resource with its code and in our words', async () => {
    const client = await connect()
    await expect(client.readResource({ uri: 'parts://locked' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('Cannot read "locked": it is locked'),
      data: { code: 'ERR_LOCKED' },
    })
  })

  it('gets a sentence for a variable or an argument that does not fit', async () => {
    const client = await connect({ token })
    await expect(client.readResource({ uri: 'notes://own/far-too-long' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(/Cannot read resource "note": id: Too big/),
      data: { code: 'ERR_ARGUMENTS_INVALID' },
    })
    const wrong = { name: 'plan_day', arguments: { mood: 'angry' } }
    await expect(client.getPrompt(wrong)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(/Cannot get prompt "plan_day": mood: Invalid option/),
      data: { code: 'ERR_ARGUMENTS_INVALID', issues: [{ path: 'mood' }] },
    })
    const unknown = { name: 'plan_day', arguments: { mood: 'calm', moood: 'calm' } }
    await expect(client.getPrompt(unknown)).rejects.toMatchObject({ code: -32602 })
  })

  it('gets nothing of a fault but an id', async () => {
    const client = await connect()
    for (const asked of [
      () => client.readResource({ uri: 'parts://broken' }),
      () => client.readResource({ uri: 'parts://odd' }),
      () => client.getPrompt({ name: 'broken' }),
    ]) {
      const fault: unknown = await asked().catch((error: unknown) => error)
      expect(fault).toMatchObject({
        code: -32603,
        message: expect.stringMatching(/Something went wrong \([0-9a-f-]{36}\)/),
        data: { code: 'ERR_INTERNAL', requestId: expect.any(String) },
      })
      expect(String(fault)).not.toContain('hunter2')
    }
  })

  it('gets a prompt', async () => {
    const client = await connect()
    const asked = { name: 'plan_day', arguments: { mood: 'calm', hours: '3' } }
    expect((await client.getPrompt(asked)).messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'Plan 3 calm hours in Kyoto' } },
    ])
    await expect(client.getPrompt({ name: 'toString' })).rejects.toMatchObject({ code: -32602 })
  })

  it.each([
    ['values of an enum', 'ref/prompt', 'mood', 'b', ['busy', 'brave']],
    ['what the author suggests', 'ref/prompt', 'city', 'Osl', ['Osl (calm)']],
    ['nothing for another argument', 'ref/prompt', 'hours', '1', []],
    ['nothing for an argument that is not there', 'ref/prompt', 'toString', '1', []],
    ['variables of a template', 'ref/resource', 'id', 't', ['tea', 'tree']],
  ] as const)('is suggested %s', async (_case, type, name, value, values) => {
    const client = await connect({ token })
    const ref =
      type === 'ref/prompt' ? { type, name: 'plan_day' } : { type, uri: 'notes://own/{id}' }
    const context = { arguments: { mood: 'calm' } }
    const { completion } = await client.complete({ ref, argument: { name, value }, context })
    expect(completion).toEqual({ values, total: values.length, hasMore: false })
  })

  it('is refused suggestions for what is not here', async () => {
    const client = await connect()
    const argument = { name: 'mood', value: '' }
    for (const ref of [
      { type: 'ref/prompt', name: 'nothing' },
      { type: 'ref/resource', uri: 'nothing://{id}' },
    ] as const) {
      await expect(client.complete({ ref, argument })).rejects.toMatchObject({ code: -32602 })
    }
  })

  it('reaches hooks with what it calls', async () => {
    const seen: CallInfo[] = []
    const hooks: Hooks = {
      beforeCall: (call) => {
        seen.push(call)
        if (call.args === 'never') throw new ToolError('ERR_NO', 'No')
      },
    }
    const client = await connect({ hooks })
    await client.readResource({ uri: 'notes://about' })
    await client.getPrompt({ name: 'plan_day', arguments: { mood: 'calm' } })
    const ref = { type: 'ref/prompt', name: 'plan_day' } as const
    await client.complete({ ref, argument: { name: 'mood', value: 'c' } })
    expect(seen).toMatchObject([
      { kind: 'resource', tool: 'about', args: { uri: 'notes://about' }, era },
      { kind: 'prompt', tool: 'plan_day', args: { mood: 'calm' }, era },
      { kind: 'completion', tool: 'plan_day', args: { argument: 'mood', typed: 'c' }, era },
    ])
  })
})

describe('a prompt that asks the person', () => {
  it('goes on with the answer', async () => {
    const answer = () => ({ action: 'accept', content: { how: 'strictly' } }) as const
    const { client } = await createTestClient(createNotes(), { env, token, answer })
    expect(await client.getPrompt({ name: 'review_notes' })).toMatchObject({
      description: 'Reviews notes',
      messages: [
        { role: 'user', content: { text: 'Review my notes strictly' } },
        { role: 'assistant', content: { type: 'resource', resource: { uri: 'notes://about' } } },
      ],
    })
  })

  it('refuses a client of 2025', async () => {
    const { client } = await createTestClient(createNotes(), { env, token, era: 'legacy' })
    await expect(client.getPrompt({ name: 'review_notes' })).rejects.toMatchObject({
      code: -32602,
      data: { code: 'ERR_ELICITATION_UNSUPPORTED' },
    })
  })
})

it.each([
  [
    'asks the person',
    (_typed: string, { elicit }: CompletionContext) =>
      elicit('a', { message: 'A?', schema: z.object({}) }).then(() => []),
    -32602,
  ],
  ['gives no list', () => JSON.parse('7'), -32603],
] as const)('an argument whose completion %s is refused suggestions', async (_case, to, code) => {
  const worker = createMcpWorker({
    name: 'test.a/a',
    version: '1',
    description: 'A',
    url,
    log: silent,
  })
  worker.mcpPrompt('count', z.object({ to: z.string() }), () => '', { complete: { to } })
  const answer = () => ({ action: 'accept', content: {} }) as const
  const { client } = await createTestClient(worker, { env: undefined, answer })
  const ref = { type: 'ref/prompt', name: 'count' } as const
  const asked = client.complete({ ref, argument: { name: 'to', value: '' } })
  await expect(asked).rejects.toMatchObject({ code })
})

describe('scopes', () => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const ask = (method: string, params: Record<string, unknown>, bearer?: string) =>
    createNotes().fetch(
      new Request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': method,
          'mcp-name': String(params['uri'] ?? params['name']),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method,
          params: { ...params, _meta: envelope },
        }),
      }),
      env,
    )

  const suggestion = {
    ref: { type: 'ref/resource', uri: 'notes://own/{id}' },
    argument: { name: 'id', value: '' },
  }

  it.each([
    ['reading a resource of a template', 'resources/read', { uri: 'notes://own/tea' }],
    ['suggestions for its variables', 'completion/complete', suggestion],
    [
      'suggestions by an address of its form',
      'completion/complete',
      { ...suggestion, ref: { type: 'ref/resource', uri: 'notes://own/tea' } },
    ],
  ])('are asked for, all in one challenge, by %s', async (_case, method, params) => {
    const anonymous = await ask(method, params)
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toContain('scope="notes:read notes:all"')
    const poor = await ask(method, params, poorToken)
    expect(poor.status).toBe(403)
    expect(poor.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    expect(poor.headers.get('www-authenticate')).toContain('scope="notes:read notes:all"')
    expect((await ask(method, params, token)).status).toBe(200)
  })

  it('are asked for by a prompt', async () => {
    expect((await ask('prompts/get', { name: 'review_notes' })).status).toBe(401)
    // With the scope it asks its question, which this client cannot be asked.
    const asking = await ask('prompts/get', { name: 'review_notes' }, poorToken)
    expect(await asking.json()).toMatchObject({ error: { code: -32021 } })
  })

  it('are not asked for by what is open', async () => {
    expect((await ask('resources/read', { uri: 'notes://about' })).status).toBe(200)
    expect((await ask('prompts/list', {})).status).toBe(200)
  })

  it('of all that is offered close the whole endpoint, lists included', async () => {
    const options = {
      name: 'test.notes/closed',
      version: '1.0.0',
      description: 'Closed',
      url,
      issuer: issuer.issuer,
      fetch: issuer.fetch,
      scopes: { 'notes:read': 'Read' },
    }
    const scopes = ['notes:read']
    const closed = createMcpWorker(options)
      .mcpResource('a', 'notes://a', () => 'a', { scopes })
      .mcpPrompt('b', z.object({}), () => 'b', { scopes })
    const list = () => new Request(url, { method: 'POST', body: '{}' })
    const refused = await closed.fetch(list(), undefined)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('scope="notes:read"')
    closed.mcpPrompt('c', z.object({}), () => 'open')
    expect((await closed.fetch(list(), undefined)).status).not.toBe(401)
  })
})

describe('a mistake of an author', () => {
  const base = { name: 'test.notes/a', version: '1.0.0', description: 'A', url }
  const id = z.object({ id: z.string() })

  it.each([
    ['an address that is none', () => createMcpWorker(base).mcpResource('a', 'nowhere', () => '')],
    [
      'a template without a schema',
      () => createMcpWorker(base).mcpResource('a', 'a://{id}', () => ''),
    ],
    [
      'variables that are not in the address',
      () => createMcpWorker(base).mcpResource('a', 'a://b', () => '', { variables: id }),
    ],
    [
      'two resources of one address',
      () =>
        createMcpWorker(base)
          .mcpResource('a', 'a://b', () => '')
          .mcpResource('b', 'a://b', () => ''),
    ],
    [
      'two prompts of one name',
      () =>
        createMcpWorker(base)
          .mcpPrompt('a', z.object({}), () => '')
          .mcpPrompt('a', z.object({}), () => ''),
    ],
    [
      'an argument of a prompt that takes no text',
      () => createMcpWorker(base).mcpPrompt('a', z.object({ n: z.number() }), () => ''),
    ],
    [
      'scopes without an issuer',
      () => createMcpWorker(base).mcpPrompt('a', z.object({}), () => '', { scopes: ['a:read'] }),
    ],
    [
      'suggestions for no argument',
      () =>
        createMcpWorker(base).mcpPrompt('a', id, () => '', {
          // @ts-expect-error: the types know the arguments
          complete: { name: () => [] },
        }),
    ],
  ])('is found before the first request: %s', (_case, create) => {
    expect(create).toThrow(TypeError)
  })
})

it('a template, a prompt and their suggestions are typed by their schemas', async () => {
  const worker = createMcpWorker<Env>({ name: 'test.a/a', version: '1', description: 'A', url })
    .mcpResource('note', 'n://{id}{?page}', ({ id, page }, { env }) => env.notes[id]?.at(page), {
      variables: z.object({ id: z.string(), page: z.coerce.number().default(0) }),
      complete: { id: (typed, { env }) => Object.keys(env.notes).filter((id) => id === typed) },
    })
    .mcpPrompt('count', z.object({ to: z.coerce.number() }), ({ to }) => 'n'.repeat(to), {
      complete: { to: () => ['1', '2'] },
    })
  const { client } = await createTestClient(worker, { env })
  const read = await client.readResource({ uri: 'n://tea?page=1' })
  expect(read.contents).toMatchObject([{ text: 'u' }])
  const got = await client.getPrompt({ name: 'count', arguments: { to: '3' } })
  expect(got.messages).toMatchObject([{ content: { text: 'nnn' } }])
})

it('resources and prompts leave the types of tools alone', () => {
  const reads = { annotations: { readOnlyHint: true } } as const
  const worker = createMcpWorker({ name: 'test.a/a', version: '1', description: 'A', url })
    .mcpTool('ping', z.object({ n: z.number() }), () => 'pong', reads)
    .mcpResource('a', 'a://b', () => '')
    .mcpPrompt('p', z.object({}), () => '')
  type Tools = InferTools<typeof worker>
  const input: Tools['ping']['input'] = { n: 1 }
  const names: keyof Tools = 'ping'
  expect([input, names]).toEqual([{ n: 1 }, 'ping'])
})
