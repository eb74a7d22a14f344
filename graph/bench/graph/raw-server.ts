// The bare driver and a raw Hono handler: nothing is checked, nobody is identified, no refusal is written. It answers
// the same questions as the graph, with the same fields. A search sends the graph's own statements and ranks what they
// find; with PLAIN=true it is what somebody writes in an afternoon instead: Postgres' full-text search.
import process from 'node:process'
import { serve } from '@hono/node-server'
import { createDatabase } from '@toolgraph/database/node'
import { Hono } from 'hono'
import pg from 'pg'
import { searchServers } from '../../src/search/search-servers.ts'
import { stemEnglish } from '../../src/search/stem-english.ts'
import { createSearchIndex } from '../../src/storage/search-index.ts'
import {
  BROWSE,
  LATEST,
  LIST,
  PAGE_OF_SERVERS,
  SEARCH,
  SERVER,
  SIMILAR,
  TOOLS,
  VERSIONS,
  type RawStatement,
} from './raw-statements.ts'
import {
  toGraphqlList,
  toGraphqlSearch,
  toGraphqlServer,
  toRecord,
  toResponse,
  toSummary,
  type Row,
} from './raw-answers.ts'

const port = Number(process.env['PORT'])
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
const app = new Hono()

async function run(statement: RawStatement, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ ...statement, values })).rows
}

const isPlain = process.env['PLAIN'] === 'true'
const database = createDatabase(process.env['DATABASE_URL'] ?? '', { max: 10 })
const index = createSearchIndex(database)

function search(text: string): Promise<Row> {
  return isPlain ? searchPlainly(text) : searchLikeTheGraph(text)
}

/** The same search on the bare driver: the same statements, and one for the page. */
async function searchLikeTheGraph(text: string): Promise<Row> {
  const { edges, totalCount, facets } = await searchServers({ index, viewer: undefined }, { text })
  const ids = edges.map(({ serverId }) => serverId)
  const [rows, matchedTools] = await Promise.all([
    run(PAGE_OF_SERVERS, [ids]),
    Promise.all(edges.map((edge) => edge.matchedTools())),
  ])
  const byId = new Map(rows.map((row) => [row['id'], row]))
  const servers = ids.map((id, at) => ({ ...byId.get(id), matchedTools: matchedTools[at] }))
  return { totalCount, facets, servers }
}

/** By its words; by names like it where nothing holds them all. */
async function searchPlainly(text: string): Promise<Row> {
  const [found] = await run(SEARCH, [toTsquery(text)])
  if (!found || found['totalCount'] !== 0) return found ?? {}
  return { ...found, servers: await run(SIMILAR, [text]) }
}

const SEGMENTER = new Intl.Segmenter('ja', { granularity: 'word' })

function toTsquery(text: string): string {
  const words = [...SEGMENTER.segment(text.toLowerCase())].filter(({ isWordLike }) => isWordLike)
  return words.map(({ segment }) => `'${stemEnglish(segment.replaceAll("'", ''))}/':*`).join(' & ')
}

const FIRST = ['9999-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000']

app.post('/graphql', async (c) => {
  const { operationName, variables } = await c.req.json()
  if (operationName === 'Search') {
    return json({ data: { search: toGraphqlSearch(await search(variables.query)) } })
  }
  if (operationName === 'Server') {
    const key = [variables.name.toLowerCase()]
    const [[server], tools] = await Promise.all([run(SERVER, key), run(TOOLS, key)])
    return json({ data: { server: server ? toGraphqlServer(server, tools) : null } })
  }
  const { first, after } = variables
  const rows = await run(LIST, [...(after ? after.split(' ') : FIRST), first + 1])
  return json({ data: { servers: toGraphqlList(rows, first) } })
})

app.get('/registry/servers/:name', async (c) => {
  const key = [c.req.param('name').toLowerCase()]
  const [[server], tools] = await Promise.all([run(SERVER, key), run(TOOLS, key)])
  return server ? json(toRecord(server, tools)) : c.notFound()
})

app.get('/search', async (c) => {
  const { q, limit = '20', cursor } = c.req.query()
  const page = q ? await search(q) : (await run(BROWSE, [cursor ?? null, Number(limit)]))[0]
  const { totalCount, facets, servers } = page as { servers: Row[] } & Row
  const body = { totalCount, facets, servers: servers.map(toSummary) }
  return json({ ...body, nextCursor: servers.at(-1)?.['id'] })
})

app.get('/v0.1/servers', async (c) => {
  const { limit = '30', cursor } = c.req.query()
  const rows = await run(VERSIONS, [...(cursor?.split(' ') ?? ['', '']), Number(limit)])
  const last = rows.at(-1)
  const nextCursor = last && `${last['name']} ${last['version']}`
  return json({ servers: rows.map(toResponse), metadata: { nextCursor, count: rows.length } })
})

app.get('/v0.1/servers/:name/versions/latest', async (c) => {
  const [row] = await run(LATEST, [c.req.param('name').toLowerCase()])
  return row ? json(toResponse(row)) : c.notFound()
})

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log('raw ready on its port'))

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
}
