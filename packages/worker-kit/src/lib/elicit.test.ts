import * as z from 'zod'
import { beforeAll, describe, expect, it } from 'vitest'
import { callRequest, legacyCallRequest, readMessage } from '../../test/requests.ts'
import { createMixedWorker, env } from '../../test/rooms-worker.ts'
import { createMcpWorker } from '../index.ts'
import { createTestClient, createTestIssuer, type TestAnswer, type TestIssuer } from '../testing.ts'

const stateKey = 'a-key-of-at-least-32-characters-for-tests'
let issuer: TestIssuer

beforeAll(async () => {
  issuer = await createTestIssuer()
})

const worker = (options: { stateKey?: string; now?: () => number } = {}) =>
  createMixedWorker({ fetch: issuer.fetch, ...options })

const SERVER = {
  name: 'test.rooms/asker',
  version: '1.0.0',
  description: 'Asks',
  url: 'https://rooms.test/mcp',
}

const JSON_BODY = { 'content-type': 'application/json' }
const sencha: TestAnswer = { action: 'accept', content: { kind: 'sencha' } }
const sure: TestAnswer = { action: 'accept', content: { sure: true } }

/** A call of 2026-07-28 that may be asked, with what came back from an earlier round. */
function roundRequest(args: unknown, more: Record<string, unknown> = {}, token?: string): Request {
  const plain = callRequest('order_tea', args, { token })
  const params = {
    name: 'order_tea',
    arguments: args,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    },
    ...more,
  }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  return new Request(plain.url, { method: 'POST', headers: plain.headers, body })
}

interface Asked {
  result: { requestState?: string; inputRequests?: Record<string, unknown>; isError?: boolean }
}

async function ask(on: ReturnType<typeof worker>, request: Request): Promise<Asked> {
  return (await readMessage(await on.fetch(request, env))) as unknown as Asked
}

describe('elicit()', () => {
  it('asks the person, one question after the other', async () => {
    const asked: string[] = []
    const client = await createTestClient(worker(), {
      env,
      answer: ({ message }) => {
        asked.push(message)
        return message.startsWith('Which') ? sencha : sure
      },
    })
    expect(await client.call('order_tea', { cups: 2 })).toEqual({ ordered: 2, kind: 'sencha' })
    expect(asked).toEqual(['Which tea?', 'Order 2 cups of sencha?'])
  })

  it.each(['decline', 'cancel'] as const)(
    'tells the tool that the person chose to %s',
    async (action) => {
      const client = await createTestClient(worker(), { env, answer: () => ({ action }) })
      expect(await client.call('order_tea', { cups: 2 })).toEqual({ ordered: 0, kind: action })
    },
  )

  it('refuses an answer that does not fit', async () => {
    const answer = (): TestAnswer => ({ action: 'accept', content: { kind: 'coffee' } })
    const on = worker()
    const { result } = await ask(
      on,
      roundRequest({ cups: 1 }, { inputResponses: { kind: answer() } }),
    )
    expect(result).toMatchObject({
      isError: true,
      _meta: { 'dev.toolgraph/code': 'ERR_ANSWER_INVALID' },
    })
  })

  it('tells a client of 2025 what it lacks', async () => {
    const client = await createTestClient(worker(), { env, era: 'legacy' })
    expect(await client.callRaw('order_tea', { cups: 1 })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('2026-07-28') }],
      _meta: { 'dev.toolgraph/code': 'ERR_ELICITATION_UNSUPPORTED' },
    })
  })

  it('tells a client that cannot be asked, by the protocol', async () => {
    const client = await createTestClient(worker(), { env })
    await expect(client.callRaw('order_tea', { cups: 1 })).rejects.toMatchObject({ code: -32021 })
  })

  it('tells a plain HTTP caller', async () => {
    const request = new Request('https://rooms.test/mcp/tools/order_tea', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"cups":1}',
    })
    const response = await worker().fetch(request, env)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'ERR_ELICITATION_UNSUPPORTED' })
  })
})

describe('the state of an open question', () => {
  const second = { inputResponses: { kind: { ...sencha } } }

  it('is taken up by another process with the same key', async () => {
    const first = await ask(worker({ stateKey }), roundRequest({ cups: 1 }))
    const state = first.result.requestState
    const next = await ask(
      worker({ stateKey }),
      roundRequest({ cups: 1 }, { ...second, requestState: state }),
    )
    expect(Object.keys(next.result.inputRequests ?? {})).toEqual(['sure'])
  })

  it('is not needed for the first question without a key', async () => {
    const first = await ask(worker(), roundRequest({ cups: 1 }))
    expect(first.result.requestState).toBeUndefined()
    const next = await ask(worker(), roundRequest({ cups: 1 }, second))
    expect(Object.keys(next.result.inputRequests ?? {})).toEqual(['sure'])
  })

  it.each([
    ['was changed', (state: string) => `${state.slice(0, -2)}xx`],
    ['is invented', () => 'v1.e30.e30'],
  ])('is refused when it %s', async (_case, change) => {
    const on = worker({ stateKey })
    const { result } = await ask(on, roundRequest({ cups: 1 }))
    const requestState = change(String(result.requestState))
    const answer = await ask(on, roundRequest({ cups: 1 }, { ...second, requestState }))
    expect(answer).toMatchObject({ error: { code: -32602 } })
  })

  it('ends ten minutes after the question', async () => {
    let time = 1_000_000
    const on = worker({ stateKey, now: () => time })
    const { result } = await ask(on, roundRequest({ cups: 1 }))
    const { requestState } = result
    const answerAfter = (seconds: number) => {
      time = 1_000_000 + seconds * 1000
      return ask(on, roundRequest({ cups: 1 }, { ...second, requestState }))
    }
    expect(Object.keys((await answerAfter(599)).result.inputRequests ?? {})).toEqual(['sure'])
    expect(await answerAfter(601)).toMatchObject({ error: { code: -32602 } })
  })

  it('counts for no other arguments', async () => {
    const on = worker({ stateKey })
    const { result } = await ask(on, roundRequest({ cups: 1 }))
    const { requestState } = result
    const answer = await ask(on, roundRequest({ cups: 999 }, { ...second, requestState }))
    expect(answer.result).toMatchObject({ isError: true })
  })

  it('counts for nobody else', async () => {
    const on = worker({ stateKey })
    const resource = env.url
    const aiko = await issuer.token({ resource, subject: 'aiko' })
    const ben = await issuer.token({ resource, subject: 'ben' })
    const { result } = await ask(on, roundRequest({ cups: 1 }, {}, aiko))
    const { requestState } = result
    const answer = await ask(on, roundRequest({ cups: 1 }, { ...second, requestState }, ben))
    expect(answer).toMatchObject({ error: { code: -32602 } })
  })
})

/** A call of 2026-07-28 by a client that has these capabilities. */
function capableRequest(capabilities: object, inputResponses?: object): Request {
  const plain = callRequest('plan_tea', {})
  const params = {
    name: 'plan_tea',
    arguments: {},
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    },
    ...(inputResponses && { inputResponses }),
  }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  return new Request(plain.url, { method: 'POST', headers: plain.headers, body })
}

describe('a tool that asks for several things', () => {
  const planner = () =>
    createMcpWorker({
      name: 'test.rooms/tea',
      version: '1.0.0',
      description: 'Plans tea',
      url: env.url,
    }).mcpTool(
      'plan_tea',
      z.object({}),
      async (_args, { elicit, ask, canAsk }) => {
        const messages = [{ role: 'user', content: { type: 'text', text: 'A tea?' } }] as const
        const params = { messages: [...messages], maxTokens: 10 }
        const [person, model, folders] = await Promise.all([
          canAsk('elicitation')
            ? elicit('kind', { message: 'Which tea?', schema: z.object({ kind: z.string() }) })
            : undefined,
          canAsk('sampling')
            ? ask('idea', { method: 'sampling/createMessage', params })
            : undefined,
          canAsk('roots') ? ask('folders', { method: 'roots/list' }) : undefined,
        ])
        const kind = person?.action === 'accept' ? person.content.kind : undefined
        return { kind, idea: model?.['content'], folders: folders?.['roots'] }
      },
      { annotations: { readOnlyHint: true } },
    )
  const call = (...[capabilities, responses]: Parameters<typeof capableRequest>) =>
    planner().fetch(capableRequest(capabilities, responses), undefined).then(readMessage)

  it('asks for all of them at once, of the person, the model and the client', async () => {
    const all = { elicitation: {}, sampling: {}, roots: {} }
    expect(await call(all)).toMatchObject({
      result: {
        resultType: 'input_required',
        inputRequests: {
          kind: { method: 'elicitation/create', params: { message: 'Which tea?' } },
          idea: { method: 'sampling/createMessage', params: { maxTokens: 10 } },
          folders: { method: 'roots/list' },
        },
      },
    })

    const roots = [{ uri: 'file:///teas' }]
    const idea = { role: 'assistant', model: 'a', content: { type: 'text', text: 'matcha' } }
    const answers = { kind: sencha, idea, folders: { roots } }
    expect(await call(all, answers)).toMatchObject({
      result: { structuredContent: { kind: 'sencha', idea: idea.content, folders: roots } },
    })
  })

  it('asks again for what has not come, or not as an answer', async () => {
    const all = { elicitation: {}, sampling: {} }
    const answers = { kind: { content: { kind: 'sencha' } }, idea: 'matcha' }
    const { result } = (await call(all, answers)) as unknown as Asked
    expect(Object.keys(result.inputRequests ?? {})).toEqual(['kind', 'idea'])
  })

  it.each([
    ['nothing at all', {}, []],
    ['a person', { elicitation: {} }, ['kind']],
    ['a person with forms', { elicitation: { form: {} } }, ['kind']],
    ['a person without forms', { elicitation: { url: {} } }, []],
    ['a model', { sampling: {} }, ['idea']],
  ])('can do with a client that has %s', async (_name, capabilities, asked) => {
    const { result } = (await call(capabilities)) as unknown as Asked
    expect(Object.keys(result.inputRequests ?? {})).toEqual(asked)
    expect(result.isError).toBeUndefined()
  })

  it.each([
    ['2025-11-25', () => legacyCallRequest('plan_tea', {})],
    [
      'plain HTTP',
      () =>
        new Request(`${env.url}/tools/plan_tea`, {
          method: 'POST',
          headers: JSON_BODY,
          body: '{}',
        }),
    ],
  ])('can do with a caller by %s, who cannot be asked', async (_name, request) => {
    const response = await planner().fetch(request(), undefined)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('ERR_')
  })
})

describe('a question that no form can show', () => {
  it.each([
    ['a date', z.object({ at: z.date() }), /"ask".*"at".*date/],
    ['an object', z.object({ at: z.object({ day: z.string() }) }), /"ask".*"at"/],
    ['a list of anything', z.object({ at: z.array(z.string()) }), /"ask".*"at"/],
    ['a choice of types', z.object({ at: z.union([z.string(), z.number()]) }), /"ask".*"at"/],
    ['no object', z.string() as never, /"ask".*z\.object/],
  ])('is a fault of the tool that names it: %s', async (_case, schema: z.ZodObject, words) => {
    const faults: unknown[] = []
    const log = { info() {}, warn() {}, error: (_m: string, f?: object) => faults.push(f) }
    const asker = createMcpWorker({ ...SERVER, log }).mcpTool(
      'plan',
      z.object({}),
      async (_args, { elicit }) => ({ ...(await elicit('ask', { message: 'When?', schema })) }),
      { annotations: { readOnlyHint: true } },
    )
    const client = await createTestClient(asker, { env: undefined, answer: () => sure })
    await expect(client.call('plan', {})).rejects.toMatchObject({ code: 'ERR_INTERNAL' })
    expect(faults).toMatchObject([
      { tool: 'plan', error: { message: expect.stringMatching(words) } },
    ])
  })

  it('is none of texts, numbers, yes or no, and choices', async () => {
    const schema = z.object({
      name: z.string().min(1),
      mail: z.email().optional(),
      day: z.iso.date(),
      guests: z.int().min(1).default(2),
      price: z.number().max(9),
      id: z.uuid(),
      at: z.iso.time(),
      link: z.url(),
      sure: z.boolean(),
      room: z.enum(['a', 'b']),
      extras: z.array(z.enum(['tea', 'cake'])),
    })
    const asked: unknown[] = []
    const asker = createMcpWorker(SERVER).mcpTool(
      'plan',
      z.object({}),
      async (_args, { elicit }) => ({ ...(await elicit('ask', { message: 'When?', schema })) }),
      { annotations: { readOnlyHint: true } },
    )
    const client = await createTestClient(asker, {
      env: undefined,
      answer: (question) => {
        asked.push(question.schema)
        return { action: 'decline' }
      },
    })
    expect(await client.call('plan', {})).toEqual({ action: 'decline' })
    expect(asked).toHaveLength(1)
  })
})
