import {
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { schema } from '../src/graphql/schema.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
  for (let index = 0; index < 8; index += 1) {
    await graph.rest('POST', '/registry/servers', { body: manifest(`s${index}`), as: 'aiko' })
  }
  // Versions, readings and changes, so that whatever is nested has something to read.
  const servers = await graph.database.mcpServer.findMany({ select: { id: true } })
  for (const { id: serverId } of servers) {
    const at = { checkedAt: new Date(), mcpServerId: serverId }
    await graph.database.healthCheck.createMany({
      data: [
        { ...at, status: 'open' },
        { ...at, status: 'down' },
      ],
    })
    const change = { toolName: 'a', kind: 'changed', severity: 'notice' } as const
    await graph.database.toolChange.create({ data: { serverId, ...change } })
    await graph.database.incident.create({
      data: { serverId, state: 'down', openedAt: new Date() },
    })
  }
})
afterAll(() => graph.close())

const query = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => query.mockRestore())

/** How many statements something takes, once all that is kept for later is kept. */
async function statementsOf(ask: () => Promise<unknown>): Promise<number> {
  await ask()
  query.mockClear()
  await ask()
  return query.mock.calls.length
}

const FEW = 2
const MANY = 7

async function askGraphql(text: string): Promise<void> {
  const { errors, data } = await graph.graphql(text, {}, 'aiko')
  expect(errors, text).toEqual([])
  expect(data).not.toBeNull()
}

/** The fields of a type that lead on, with all that is a plain value below them. */
function selections(type: string): [name: string, selection: string][] {
  const fields = Object.values((schema.getType(type) as GraphQLObjectType).getFields())
  return fields.filter(isAskable).flatMap((field) => {
    const target = getNamedType(field.type)
    if (!isObjectType(target)) return []
    return [[field.name, `${field.name} ${plain(target)}`] as [string, string]]
  })
}

function plain(type: GraphQLObjectType, depth = 2): string {
  const fields = Object.values(type.getFields()).filter(isAskable)
  const parts = fields.flatMap((field) => {
    const target = getNamedType(field.type)
    if (isLeafType(target)) return [field.name]
    const isWrapping = depth > 0 && /^(edges|node)$/.test(field.name) && isObjectType(target)
    return isWrapping ? [`${field.name} ${plain(target, depth - 1)}`] : []
  })
  return `{ __typename ${parts.join(' ')} }`
}

function isAskable({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.every(
    ({ type, defaultValue }) => !String(type).endsWith('!') || defaultValue !== undefined,
  )
}

describe('the number of statements does not grow with the page', () => {
  const lists = [
    [
      'servers',
      (first: number, fields: string) =>
        `{ servers(first: ${first}) { edges { node { ${fields} } } } }`,
    ],
    [
      'search',
      (first: number, fields: string) =>
        `{ search(query: "look", first: ${first}) { totalCount edges { node { ${fields} } } } }`,
    ],
  ] as const

  for (const [list, write] of lists) {
    it.each([
      ['plain values', plain(schema.getType('Server') as GraphQLObjectType).slice(1, -1)] as [
        string,
        string,
      ],
      ...selections('Server'),
    ])(`GraphQL ${list}, each with its %s`, async (_name, fields) => {
      const few = await statementsOf(() => askGraphql(write(FEW, fields)))
      const many = await statementsOf(() => askGraphql(write(MANY, fields)))
      expect(few).toBeGreaterThan(0)
      expect(many).toBe(few)
    })
  }

  it.each(selections('Tool'))('GraphQL tools, each with its %s', async (_name, fields) => {
    const write = (first: number) =>
      `{ servers(first: ${first}) { edges { node { tools { ${fields} } } } } }`
    const few = await statementsOf(() => askGraphql(write(FEW)))
    expect(await statementsOf(() => askGraphql(write(MANY)))).toBe(few)
  })

  it.each([
    'notifications(first: 20) { edges { node { kind server { name } } } }',
    'webhooks { url server { name } deliveries(first: 3) { edges { node { topic } } } }',
  ])('GraphQL viewer { %s }', async (fields) => {
    const servers = await graph.database.mcpServer.findMany({ select: { id: true } })
    const fill = async (count: number, as: string) => {
      for (const { id: serverId } of servers.slice(0, count)) {
        const about = { serverId, createdAt: new Date() }
        await graph.database.notification.create({
          data: { ...about, agentUserId: as, kind: 'server_failing', payload: {} },
        })
        await graph.database.webhook.create({
          data: { ...about, subject: as, url: 'https://hooks.example', topics: ['health'] },
        })
      }
    }
    const ask = (as: string) => async () => {
      const { errors, text } = await graph.graphql(`{ viewer { ${fields} } }`, {}, as)
      expect(errors).toEqual([])
      return text
    }
    await fill(FEW, `few ${fields}`)
    await fill(MANY, `many ${fields}`)
    const few = await statementsOf(ask(`few ${fields}`))
    expect(await statementsOf(ask(`many ${fields}`))).toBe(few)
  })

  it.each([
    ['search', (limit: number) => `/search?q=look&limit=${limit}`],
    ['tools', (limit: number) => `/search/tools?q=look&why=true&limit=${limit}`],
    ['list', (limit: number) => `/search?limit=${limit}`],
    ['registry API list', (limit: number) => `/v0.1/servers?limit=${limit}`],
    ['registry API latest list', (limit: number) => `/v0.1/servers?version=latest&limit=${limit}`],
    ['registry API search', (limit: number) => `/v0.1/servers?search=s&limit=${limit}`],
    [
      'registry API extension',
      (limit: number) => `/v0.1/x/dev.toolgraph/search?q=look&limit=${limit}`,
    ],
  ])('REST %s', async (_name, write) => {
    const ask = (limit: number) => async () => {
      const { status, body } = await graph.rest('GET', write(limit))
      expect(status).toBe(200)
      expect(body.servers ?? body.tools).toHaveLength(limit)
    }
    const few = await statementsOf(ask(FEW))
    expect(await statementsOf(ask(MANY))).toBe(few)
    expect(few).toBeLessThanOrEqual(6)
  })

  it.each([
    ['search_servers', { query: 'look' }],
    ['search_tools', { query: 'look' }],
  ])('MCP %s', async (name, input) => {
    const session = await graph.mcp()
    const ask = (limit: number) => async () => {
      const answer = await session.callTool({ name, args: { ...input, limit } })
      expect(answer).not.toHaveProperty('isError', true)
    }
    const few = await statementsOf(ask(FEW))
    expect(await statementsOf(ask(MANY))).toBe(few)
    await session.close()
  })
})

it('reads a server with all that is plain in it and its tools by one statement', async () => {
  const ask = () =>
    askGraphql(
      '{ server(name: "com.example/s1") { name title toolCount tools { name inputSchema } } }',
    )
  expect(await statementsOf(ask)).toBe(1)
})
