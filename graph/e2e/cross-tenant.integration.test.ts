import { execute, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeNodeId } from '../src/graphql/node-id.ts'
import { schema } from '../src/graphql/schema.ts'
import type { Viewer } from '../src/registry/viewer.ts'
import { visibleTo } from '../src/storage/visible-to.ts'
import { everyMutation, everyQuery } from './every-operation.ts'
import { everyRequest, everyToolCall } from './every-request.ts'
import { ALL_SCOPES, createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'
import { createTenant, TENANT, TENANT_IDS, TENANT_NAMES } from './tenant.ts'

/** Everything that a stranger can know of a tenant: what its rows are called by. */
const NODE_IDS = Object.entries(TENANT_IDS).flatMap(([type, ids]) =>
  ids.map((id) => encodeNodeId(type, id)),
)
const STRANGER = 'ben'
/** Who asks: somebody with every scope, and nobody. */
const CALLERS = [STRANGER, undefined] as const
/** The tables of a tenant's rows. */
const TABLES = [...Object.keys(visibleTo(undefined)), 'AuditEvent', 'HealthDay', 'ServerIcon']

let graph: TestGraph
/** What was asked, and what was answered: before there is a tenant, and when there is. */
let before: Map<string, string>
let after: Map<string, string>
/** Every row of the tenant, before and after all that was tried on them. */
let rows: { untouched: string; afterwards: string }

beforeAll(async () => {
  graph = await createTestGraph()
  for (const name of ['open', 'seen'])
    await graph.rest('POST', '/registry/servers', { body: manifest(name), as: STRANGER })
  before = await askEverything()
  await createTenant(graph)
  const untouched = await readAll()
  after = await askEverything()
  rows = { untouched, afterwards: await readAll() }
}, 240_000)
afterAll(() => graph?.close())

describe('a stranger who knows every id and name of a tenant', () => {
  it('has asked through every field, route and tool', () => {
    const ways = [...before.keys()]
    for (const way of [
      'query',
      'mutation',
      '/registry/',
      '/v0.1/servers',
      '/health/',
      '/search',
      '/icon',
      'get_server',
    ])
      expect(ways.filter((each) => each.includes(way)).length).toBeGreaterThan(10)
    expect([...after.keys()]).toEqual(ways)
  })

  it('is answered as if the tenant were not there: the same words, the same counts', () => {
    const told = [...after].filter(([question, answer]) => answer !== before.get(question))
    expect(told.slice(0, 3).map(([question]) => question)).toEqual([])
  })

  it('reads nothing of the tenant that was not in the question', () => {
    const leaks = [...after].filter(([question, answer]) => leaked(question, answer).length > 0)
    expect(leaks.slice(0, 3)).toEqual([])
  })

  it('has changed nothing of it', () => {
    expect(rows.afterwards).toBe(rows.untouched)
  })

  it('hears nothing of it', async () => {
    const heard = await Promise.all(CALLERS.map(hearEverything))
    expect(heard.flat().filter((event) => /canary/i.test(event))).toEqual([])
    expect(heard.flat().filter((event) => event.includes('com.example/open'))).toHaveLength(4)
  })
})

describe('the tenant of this test', () => {
  it('has a row of everything that tenants have', async () => {
    for (const model of TABLES) expect(await countOf(model), model).toBeGreaterThan(0)
  })

  it('sees its own: these questions would find something', async () => {
    const found = await askGraphql(TENANT, everyQuery(schema, wordsOf()).slice(0, 40))
    expect([...found.values()].join('').match(/canary detail/g)?.length).toBeGreaterThan(5)
  })

  it('sees the pictures of its servers', async () => {
    for (const id of TENANT_IDS.Server) {
      const path = `/registry/servers/${id}/icon`
      expect(await (await graph.fetch(path, {}, TENANT)).text(), id).toContain('canary')
    }
  })
})

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})

function wordsOf() {
  return { ids: [...NODE_IDS, ...TENANT_IDS.Server], names: TENANT_NAMES }
}

/** What an argument means; each id of the tenant where nobody knows. */
function nodeIdsOf(argument: string): readonly string[] {
  const type = MEANT[argument]
  return type ? TENANT_IDS[type].map((id) => encodeNodeId(type, id)) : NODE_IDS
}

const MEANT: Readonly<Record<string, keyof typeof TENANT_IDS>> = {
  serverId: 'Server',
  connectionId: 'McpConnection',
  organizationId: 'Owner',
  ownerId: 'Owner',
  runId: 'ToolRun',
  transferId: 'ServerTransfer',
  reportId: 'Report',
}

/** What stands in paths, queries and arguments of tools. */
const HTTP_WORDS = [...TENANT_IDS.Server, ...TENANT_NAMES]

async function askEverything(): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  for (const as of CALLERS) {
    const operations = [
      ...everyQuery(schema, wordsOf()),
      ...everyMutation(schema, nodeIdsOf, TENANT),
    ]
    for (const each of [await askGraphql(as, operations), await askHttp(as), await askMcp(as)])
      for (const [question, answer] of each) answers.set(`${as}: ${question}`, answer)
    // What was tried counts against who tried it, and is not what this is about.
    await graph.database.throttle.deleteMany()
  }
  return answers
}

async function askGraphql(as: string | undefined, operations: readonly string[]) {
  const viewer: Viewer | undefined = as
    ? { subject: as, clientId: 'test', scopes: ALL_SCOPES }
    : undefined
  const answers = new Map<string, string>()
  for (const operation of operations) {
    const signal = new AbortController().signal
    const contextValue = { ...graph.services, viewer, clientAddress: undefined, signal }
    const result = await execute({ schema, document: parse(operation), contextValue })
    answers.set(operation, JSON.stringify(result))
  }
  return answers
}

async function askHttp(as: string | undefined) {
  const answers = new Map<string, string>()
  for (const at of ['/openapi.json', '/v0.1/openapi.yaml']) {
    const document = await (await graph.fetch(at)).json()
    for (const { method, path, body } of everyRequest(document, HTTP_WORDS)) {
      const init = body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}
      const response = await graph.fetch(path, { method, ...init }, as)
      const question = `${method} ${path} ${JSON.stringify(body)}`
      answers.set(question, `${response.status} ${await response.text()}`)
    }
  }
  return answers
}

async function askMcp(as: string | undefined) {
  const answers = new Map<string, string>()
  const calls = await everyToolCall(graph, as, HTTP_WORDS.slice(0, 8))
  const session = await graph.mcp(as)
  for (const call of calls)
    answers.set(JSON.stringify(call), JSON.stringify(await session.callTool(call)))
  await session.close()
  return answers
}

/** Ids and canaries in an answer that were not in the question. */
function leaked(question: string, answer: string): string[] {
  const spellings = Object.entries(TENANT_IDS).flatMap(([type, ids]) =>
    ids.map((id) => [id, encodeNodeId(type, id)]),
  )
  const isIn = (text: string) => (spelling: string) => text.includes(spelling)
  const ids = spellings.filter((each) => each.some(isIn(answer)) && !each.some(isIn(question)))
  const words = [...answer.matchAll(/[^"\\]*canary[^"\\]*/gi)].map(([word]) => word)
  const known = TENANT_NAMES.filter(isIn(decodeURIComponent(question)))
  return [...ids.flat(), ...words.filter((word) => !known.some((name) => word.includes(name)))]
}

async function readAll(): Promise<string> {
  const read = TABLES.map(async (model) =>
    graph.database.$queryRawUnsafe(
      `SELECT to_jsonb(t) AS row FROM graph."${model}" t
       WHERE to_jsonb(t)::text ~* 'canary|0190aaaa' ORDER BY to_jsonb(t)::text`,
    ),
  )
  return JSON.stringify(await Promise.all(read))
}

async function countOf(model: string): Promise<number> {
  const [found] = await graph.database.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM graph."${model}" t WHERE to_jsonb(t)::text ~* 'canary|0190aaaa'`,
  )
  return found?.count ?? 0
}

/** Subscribes to everything, lets something happen to the tenant and then to a public server, and hears. */
async function hearEverything(as: string | undefined): Promise<string[]> {
  const fields = [
    'healthChanged { server { name } }',
    'toolsChanged { server { name } }',
    'serverChanged { kind }',
  ]
  const open = await Promise.all(
    fields.map((field) =>
      graph.fetch(
        '/graphql',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
          body: JSON.stringify({ query: `subscription { ${field} }` }),
        },
        as,
      ),
    ),
  )
  await happen()
  return Promise.all(open.map(readUntilLast))
}

/** What a subscription says until it tells of the public server, which is the last that something happens to. */
async function readUntilLast({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!/com\.example\/open|"kind":"last"/.test(text)) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) throw new Error(`The stream has ended: ${text}`)
    text += chunk.value
  }
  await reader?.cancel()
  return text
}

async function happen(): Promise<void> {
  const publicServer = await graph.database.mcpServer.findFirstOrThrow({
    where: { name: 'com.example/open' },
  })
  for (const serverId of [...TENANT_IDS.Server, publicServer.id])
    await graph.database.event.createMany({
      data: ['health', 'tools', 'server', 'incident'].map((topic) => ({
        topic,
        serverId,
        payload: {
          canary: 'canary',
          kind: serverId === publicServer.id ? 'last' : 'canary',
          reading: { state: 'open', checkedAt: new Date(), detail: 'canary' },
          changes: [{ toolName: 'canary', kind: 'added', severity: 'none' }],
        },
      })),
    })
}
