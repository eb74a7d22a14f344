import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_FILTER_BYTES, MAX_FILTER_VALUES } from '../src/search/cursor.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
  for (const name of ['first', 'second'])
    await graph.rest('POST', '/registry/servers', {
      body: manifest(name, { tags: ['rooms'], description: '会議室を予約する' }),
      as: 'aiko',
    })
})
afterAll(() => graph.close())

/** As many tags as a filter takes, and as long as they may be together. */
const tags = (bytes = MAX_FILTER_BYTES) => {
  const others = Array.from({ length: MAX_FILTER_VALUES - 1 }, (_, at) => `${at + 10}`)
  const toTags = (fill: string) => ['rooms', ...others.map((tag) => `${tag}${fill}`)]
  const sizeOf = (all: readonly string[]) => JSON.stringify({ tags: all }).length
  const room = bytes - sizeOf(toTags(''))
  const filled = toTags('x'.repeat(Math.floor(room / others.length)))
  return [...filled.slice(0, -1), `${filled.at(-1)}${'x'.repeat(bytes - sizeOf(filled))}`]
}
const LONGEST_WISH = '会議室を予約'.padEnd(1000, '、会議室')

const MCP_ARGS = { needsSignIn: undefined, limit: 1 }
const SEARCH = `query ($query: String, $filter: ServerFilter, $after: String) {
  search(query: $query, filter: $filter, first: 1, after: $after) {
    edges { node { name } } pageInfo { endCursor } } }`

/** Asks for one server: with a wish and a filter for the first, with a cursor alone for the next. */
type Ask = (asked: { q?: string; tags?: string[]; cursor?: string }) => Promise<{
  name: string
  cursor: string
  refusal?: unknown
}>

const inAddress = ({ q, tags: tag, cursor }: Parameters<Ask>[0], wish: string) =>
  new URLSearchParams({
    limit: '1',
    ...(q ? { [wish]: q } : {}),
    ...(tag ? { tag: tag.join(',') } : {}),
    ...(cursor ? { cursor } : {}),
  })

const FACES: [string, Ask][] = [
  [
    'REST',
    async (asked) => {
      const { body } = await graph.rest('GET', `/search?${inAddress(asked, 'q')}`)
      return { name: body.servers?.[0]?.name, cursor: body.nextCursor, refusal: body.code }
    },
  ],
  [
    'the registry API',
    async (asked) => {
      const path = `/v0.1/x/dev.toolgraph/search?${inAddress(asked, 'search')}`
      const { body } = await graph.rest('GET', path)
      const name = body.servers?.[0]?.server.name
      return { name, cursor: body.metadata?.nextCursor, refusal: body.code }
    },
  ],
  [
    'GraphQL',
    async ({ q, tags: all, cursor: after }) => {
      const filter = all && { tags: all }
      const { data, errors } = await graph.graphql(SEARCH, { query: q, filter, after })
      const name = data?.search.edges[0]?.node.name
      const refusal = errors[0]?.extensions?.code
      return { name, cursor: data?.search.pageInfo.endCursor, refusal }
    },
  ],
  [
    'MCP',
    async ({ q = '', tags: all, cursor }) => {
      const session = await graph.mcp()
      const args = { ...MCP_ARGS, query: q, tags: all, cursor }
      const outcome = await session.callTool({ name: 'search_servers', args })
      await session.close()
      const { structuredContent, meta } = 'result' in outcome ? outcome.result : {}
      const { servers, nextCursor } = Object(structuredContent)
      const refusal = meta?.['dev.toolgraph/code']
      return { name: servers?.[0]?.name, cursor: nextCursor, refusal }
    },
  ],
]

describe.each(FACES)('the longest filter that %s takes', (_face, ask) => {
  it.each([
    ['no wish', undefined],
    ['the longest wish', LONGEST_WISH],
  ])('leads with %s from its first page to its second', async (_how, q) => {
    const asked = { ...(q ? { q } : {}), tags: tags() }
    const first = await ask(asked)
    const second = await ask({ cursor: first.cursor })
    expect([second.refusal, [first.name, second.name].toSorted()]).toEqual([
      undefined,
      ['com.example/first', 'com.example/second'],
    ])
  })

  it('is the longest: a longer one is refused at once', async () => {
    const { refusal, name } = await ask({ tags: tags(MAX_FILTER_BYTES + 1) })
    expect([name, refusal]).toEqual([undefined, 'ERR_FILTER_TOO_LONG'])
  })
})
