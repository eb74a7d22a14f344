import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GraphContext } from '../src/context.ts'
import { createGraphqlFace } from '../src/graphql/graphql-face.ts'
import { compileWithJit } from '../src/graphql/operation/compile-with-jit.ts'
import { encodeNodeId } from '../src/graphql/node-id.ts'
import { schema } from '../src/graphql/schema.ts'
import type { Viewer } from '../src/registry/viewer.ts'
import { ALL_SCOPES, createTestGraph, manifest, tool, type TestGraph } from './graph-fixture.ts'
import { randomQuery, type ArgumentValues } from './random-operation.ts'

let graph: TestGraph
let values: ArgumentValues
/** How many answers compiled queries gave, and how many of them stood. */
const compiled = { answers: 0, sound: 0 }

const toFault = () => 'a fault'
/** How often two answers with errors are compared, before they count as different. */
const MAX_TIMES = 20
/** Each query is asked so often that it is compiled. */
const RUNS = 5
const face = createGraphqlFace({
  toFault,
  compileQuery: (...what) => {
    const run = compileWithJit(...what)
    return (
      run &&
      (async (...given) => {
        const result = await run(...given)
        compiled.answers += 1
        if (!result.errors?.length) compiled.sound += 1
        return result
      })
    )
  },
})
const plainFace = createGraphqlFace({ toFault })
const aiko: Viewer = { subject: 'aiko', clientId: 'test', scopes: ALL_SCOPES }

beforeAll(async () => {
  graph = await createTestGraph()
  for (const [name, as, other] of [
    ['one', 'aiko', { translations: { ja: { title: '一', description: '最初' } } }],
    ['two', 'aiko', { tools: [tool('a'), tool('b', { title: 'B' }), tool('c')] }],
    ['three', 'ben', {}],
    ['hidden', 'ben', { visibility: 'private' }],
  ] as const)
    await graph.rest('POST', '/registry/servers', { body: manifest(name, other), as })
  const servers = await graph.database.mcpServer.findMany({ orderBy: { name: 'asc' } })
  const [tools, owners] = await Promise.all([
    graph.database.mcpTool.findMany(),
    graph.database.mcpOwner.findMany(),
  ])
  await graph.database.healthCheck.createMany({
    data: servers.map(({ id }, hour) => ({
      mcpServerId: id,
      status: 'open',
      latencyMs: 12,
      checkedAt: new Date(Date.UTC(2026, 0, 1, hour)),
    })),
  })
  values = {
    ID: [
      ...servers.flatMap(({ id }) => [id, encodeNodeId('Server', id)]),
      ...tools.map(({ id }) => encodeNodeId('Tool', id)),
      ...owners.map(({ id }) => encodeNodeId('Owner', id)),
      'nothing',
    ],
    String: [...servers.map(({ name }) => name), 'ja', 'look', 'test', 'no such thing', 'a\u0000b'],
  }
})
afterAll(() => graph.close())

interface Ask {
  body: string
  headers?: Record<string, string>
  viewer?: Viewer | undefined
}

async function ask(through: typeof face, type: string, { body, headers, viewer }: Ask) {
  const request = new Request('https://graph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  })
  const context: GraphContext = {
    ...graph.services,
    viewer,
    signal: new AbortController().signal,
  } as GraphContext
  const response = await through.fetch(request, context)
  const pairs = [...response.headers].map(([name, value]) => [name.toLowerCase(), value])
  // A length is for the server's own layer to say.
  const { 'content-length': _length, ...names } = Object.fromEntries(pairs)
  return { status: response.status, headers: names, text: await response.text() }
}

/** The short way and a compiled query, beside Yoga and the document as it stands. */
async function expectSame(question: Ask, runs = 1): Promise<void> {
  for (let run = 1; run < runs; run += 1) await ask(face, 'application/json', question)
  let short = await askShort(question)
  const longs = [await askLong(question)]
  const same = () => longs.find(({ text }) => text === short.text)
  while (
    !same() &&
    longs.length < MAX_TIMES &&
    longs.every(({ text }) => mayDiffer(short.text, text))
  ) {
    longs.push(await askLong(question))
    short = await askShort(question)
  }
  expect(short).toEqual(same() ?? longs[0])
}

async function askShort(question: Ask) {
  const answer = await ask(face, 'application/json', question)
  return { ...answer, text: sortErrors(answer.text) }
}

/** What Yoga also reads as JSON, and the short way leaves alone. */
async function askLong(question: Ask) {
  const answer = await ask(plainFace, 'application/graphql+json', question)
  return { ...answer, text: sortErrors(answer.text) }
}

/**
 * Of several fields that fail and leave nothing of the same object, one is told: that which failed first, this time
 * (GraphQL §6.4.4). Asked again they agree; what differs always, never does.
 */
function mayDiffer(short: string, long: string): boolean {
  return [short, long].every((text) => text.startsWith('{"errors":'))
}

/** Of several fields that fail, which comes first is the database's word: GraphQL promises no order. */
function sortErrors(text: string): string {
  if (!text.startsWith('{')) return text
  const { errors, ...answer } = JSON.parse(text) as { errors?: unknown[] }
  if (!errors || errors.length < 2) return text
  return JSON.stringify({
    errors: errors.map((each) => JSON.stringify(each)).toSorted(),
    ...answer,
  })
}

describe('an operation is answered alike, byte for byte', () => {
  it('whatever is asked, compiled or not, the short way or by Yoga', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.boolean(), fc.boolean(), async (gen, isAiko, isStrict) => {
        const body = JSON.stringify(randomQuery(schema, values, gen))
        const headers = isStrict ? { accept: 'application/graphql-response+json' } : {}
        await expectSame({ body, headers, viewer: isAiko ? aiko : undefined }, RUNS)
      }),
      // As many as there is time for.
      { numRuns: 100, interruptAfterTimeLimit: 15_000 },
    )
    expect(compiled.answers).toBeGreaterThan(5)
    expect(compiled.sound).toBeGreaterThan(0)
  })

  it.each([
    ['a refusal', 'mutation { withdrawServer(serverId: "x") { ... on Refusal { code message } } }'],
    ['a missing scope', '{ viewer { connections { id } } }'],
    ['a missing scope below a list', '{ servers { edges { node { connection { id } } } } }'],
    ['a part that fails', '{ one: server(name: "x") { id } node(id: "zzz") { id } }'],
    ['a list that may not be null', '{ servers(after: "zzz") { edges { cursor } } viewer { id } }'],
    ['nothing left', '{ servers @skip(if: true) { totalCount } }'],
    ['introspection', '{ __schema { queryType { name } } __type(name: "Server") { kind } }'],
    ['an unknown field', '{ nothing }'],
    ['a broken document', '{'],
    ['two operations and no name', 'query A { viewer { id } } query B { viewer { id } }'],
  ])('%s', async (_what, query) => {
    await expectSame({ body: JSON.stringify({ query }) }, RUNS)
    const viewer = { ...aiko, scopes: [] }
    await expectSame({ body: JSON.stringify({ query }), viewer }, RUNS)
  })

  it.each([
    ['repeated', '{ servers { pageInfo { hasNextPage } pageInfo { endCursor hasNextPage } } }'],
    ['repeated the other way', '{ servers { pageInfo { endCursor } pageInfo { hasNextPage } } }'],
    [
      'skipped first',
      '{ servers { pageInfo { endCursor @skip(if: true) hasNextPage endCursor } } }',
    ],
    [
      'included by a variable, later',
      'query ($no: Boolean = false) { servers { totalCount @include(if: $no) __typename totalCount } }',
    ],
    [
      'under two conditions',
      '{ servers { pageInfo @skip(if: true) { endCursor } pageInfo { hasNextPage endCursor } } }',
    ],
    [
      'in a fragment that is left out first',
      '{ servers { ...Page @skip(if: true) totalCount ...Page } } fragment Page on QueryServersConnection { isMore: pageInfo { hasNextPage } }',
    ],
    [
      'in one fragment, below two fields',
      '{ one: servers { ...Page @skip(if: true) totalCount } two: servers { ...Page } } fragment Page on QueryServersConnection { pageInfo { hasNextPage } }',
    ],
    [
      'in fragments within fragments',
      '{ servers { ...Page } } fragment Page on QueryServersConnection { ... { totalCount ...Last } pageInfo { endCursor ... on PageInfo { again: endCursor hasNextPage } } } fragment Last on QueryServersConnection { pageInfo { __typename hasNextPage } }',
    ],
    [
      'with an alias that is part of JavaScript',
      '{ servers { __proto__: totalCount constructor: totalCount } }',
    ],
  ])('the order of fields that are %s', async (_how, query) => {
    await expectSame({ body: JSON.stringify({ query }) }, RUNS)
  })

  it.each([
    '{"query":"{ viewer { id } }","variables":null,"operationName":null,"extensions":null}',
    '{"query":"query A { viewer { id } } query B { __typename }","operationName":"B"}',
    '{"query":"query A { viewer { id } }","operationName":"C"}',
    '{"query":"{ viewer { id } }","operationName":7}',
    '{"query":"{ viewer { id } }","variables":[]}',
    '{"query":"{ viewer { id } }","more":1}',
    '{"query":"query ($n: Int!) { servers(first: $n) { totalCount } }"}',
    '{"query":"query ($n: Int!) { servers(first: $n) { totalCount } }","variables":{"n":"x"}}',
    '{"query":7}',
    '{}',
    '[]',
    'null',
    '{',
    '',
  ])('the body %s', async (body) => {
    await expectSame({ body })
    await expectSame({ body, headers: { accept: 'application/graphql-response+json' } })
  })

  it.each([
    '*/*',
    'application/*',
    'text/html',
    'application/json; charset=utf-8',
    'application/json; charset=latin1',
    'application/graphql-response+json, application/json',
    'application/json, application/graphql-response+json',
    'text/html, application/json;q=0.9, */*;q=0.8',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'text/event-stream',
  ])('for who accepts %s', async (accept) => {
    for (const query of ['{ servers { totalCount } }', '{ node(id: "zzz") { id } }', '{ nothing }'])
      await expectSame({ body: JSON.stringify({ query }), headers: { accept } })
  })

  it('for a page of another origin', async () => {
    const headers = { origin: 'https://elsewhere.example' }
    await expectSame({ body: '{"query":"{ servers { totalCount } }"}', headers })
    const more = { ...headers, 'access-control-request-headers': 'x-more' }
    await expectSame({ body: '{"query":"{ servers { totalCount } }"}', headers: more })
  })
})
