import { readFileSync } from 'node:fs'
import type { Prisma } from '@toolgraph/database'
import {
  CORPUS_FILE,
  createTestDatabase,
  type TestDatabase,
  describeOnCorpus,
} from '@toolgraph/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CATALOG } from '../../catalog/index.ts'
import { importRegistry } from '../import/import-registry.ts'
import { Oddities } from '../import/oddity.ts'
import { recordsOf } from '../import/read-registry.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { Candidate, SearchIndex } from '../search/search-index.ts'
import { DocumentMatcher } from '../search/match-documents.ts'
import { parseQuery } from '../search/parse-query.ts'
import { rank } from '../search/rank.ts'
import { searchDocuments } from '../search/search-document.ts'
import { searchServers } from '../search/search-servers.ts'
import { searchTools } from '../search/search-tools.ts'
import type { Wish } from '../search/wish.ts'
import { loadCatalog } from './import-catalog.ts'
import { importServers } from './import-servers.ts'
import { createSearchIndex } from './search-index.ts'
import { visibleTo } from './visible-to.ts'

let test: TestDatabase
let index: SearchIndex

async function open() {
  test = await createTestDatabase('graph')
  index = createSearchIndex(test.database)
}

const viewerOf = (subject: string): Viewer => ({ subject, clientId: 'agent-web', scopes: [] })

async function find(wish: Wish | string, viewer?: Viewer) {
  const asked = typeof wish === 'string' ? { text: wish } : wish
  const page = await searchServers({ index, viewer }, asked)
  const names = await namesOf(page.edges.map(({ serverId }) => serverId))
  return { ...page, names }
}

async function namesOf(ids: string[]): Promise<string[]> {
  const rows = await test.database.mcpServer.findMany({ where: { id: { in: ids } } })
  return ids.map((id) => rows.find((row) => row.id === id)?.name ?? '')
}

/** All pages, one after the other. */
async function walk(wish: Wish, viewer?: Viewer): Promise<string[]> {
  const names: string[] = []
  let after: string | undefined
  for (;;) {
    const page = await find({ ...wish, after }, viewer)
    names.push(...page.names)
    if (!page.hasNextPage) return names
    after = page.edges.at(-1)?.cursor
  }
}

interface Given {
  visibility?: 'public' | 'organization' | 'private'
  status?: 'active' | 'deprecated' | 'deleted'
  ownerId?: string
  title?: string
  description?: string
  tools?: { name: string; description: string }[]
}

async function publish(name: string, given: Given = {}): Promise<string> {
  const { tools = [], title = name, description = '', ...other } = given
  const row = await test.database.mcpServer.create({
    data: {
      ...other,
      name,
      nameKey: name.toLowerCase(),
      title,
      description,
      version: '1.0.0',
      tools: { create: tools.map((tool) => ({ ...tool, inputSchema: {}, fingerprint: '' })) },
    },
  })
  await index.refresh([row.id])
  return row.id
}

describe('the search index', () => {
  beforeEach(open)
  afterEach(() => test.close())

  it('finds a server by its tools, and says by which', async () => {
    const tools = [
      { name: 'create_invoice', description: 'Bills a customer' },
      { name: 'list_rooms', description: 'Rooms that are free' },
    ]
    await publish('com.example/office', { tools })
    await publish('com.example/other')

    const { edges, names } = await find('free room')
    expect(names).toEqual(['com.example/office'])
    expect(await edges[0]?.matchedTools()).toEqual(['list_rooms'])
    expect(await edges[0]?.why()).toMatchObject([
      { field: 'tool', tool: 'list_rooms', words: ['free', 'room'] },
    ])
  })

  it('writes documents anew when a server has changed, and never twice', async () => {
    const id = await publish('com.example/office', { description: 'Plants' })
    await test.database.mcpServer.update({ where: { id }, data: { description: 'Invoices' } })
    await Promise.all(Array.from({ length: 8 }, () => index.refresh([id])))

    expect((await find('plants')).names).toEqual([])
    expect((await find('invoices')).names).toEqual(['com.example/office'])
    expect(await test.database.searchDocument.count()).toBe(1)
  })

  it('writes documents anew that other rules have made, or none', async () => {
    const id = await publish('com.example/office', { description: 'Plants' })
    await publish('com.example/other')
    await test.database.searchDocument.update({ where: { serverId: id }, data: { revision: 0 } })
    expect(await index.refreshOutdated(new AbortController().signal)).toBe(1)
    await test.database.searchDocument.deleteMany()
    expect(await index.refreshOutdated(new AbortController().signal)).toBe(2)
    expect(await index.refreshOutdated(new AbortController().signal)).toBe(0)
    expect((await find('plants')).names).toEqual(['com.example/office'])
  })

  it('keeps beside its words who may see a server, whoever changes that', async () => {
    const id = await publish('com.example/office', { description: 'Plants' })
    const isSeen = async () => (await find('plants')).totalCount === 1
    for (const data of [
      { visibility: 'private' },
      { visibility: 'public' },
      { status: 'deleted' },
      { status: 'active' },
      { moderation: 'quarantined' },
      { moderation: 'clear' },
    ] as const) {
      await test.database.mcpServer.update({ where: { id }, data })
      expect(await isSeen()).toBe(!/private|deleted|quarantined/.test(JSON.stringify(data)))
    }
  })

  it('keeps beside its words what it is counted by, whoever changes that', async () => {
    const id = await publish('com.example/office', { description: 'Plants' })
    const facetsAfter = async (data: Prisma.McpServerUpdateInput) => {
      await test.database.mcpServer.update({ where: { id }, data })
      return (await find('plants')).facets
    }
    const count = 1
    expect(await facetsAfter({ healthState: 'open' })).toEqual({
      categories: [],
      health: [{ value: 'open', count }],
      auth: [{ value: 'false', count }],
    })
    expect(await facetsAfter({ categories: ['files', 'ai'], scopes: ['plants:read'] })).toEqual({
      categories: [
        { value: 'ai', count },
        { value: 'files', count },
      ],
      health: [{ value: 'open', count }],
      auth: [{ value: 'true', count }],
    })
  })

  it('finds of a word that is everywhere what is most used, and says that it has not counted', async () => {
    await test.database.$executeRaw`
      INSERT INTO graph."McpServer" (id, name, "nameKey", title, description, version, "linkCount", "updatedAt")
      SELECT gen_random_uuid(), name, name, name, '', '1.0.0', CASE WHEN n % 5 = 0 THEN n ELSE 0 END, now()
      FROM (SELECT n, 'com.example/s' || n AS name FROM generate_series(1, 12000) n) made`
    await test.database.$executeRaw`
      INSERT INTO graph."SearchDocument" ("serverId", vector, text, revision, "isPublic", standing, facets)
      SELECT s.id, 'zebra/A', s.name, 1, true,
        graph.search_standing(s."linkCount", s."isVerified", s."publishedAt"), graph.search_facets(s)
      FROM graph."McpServer" s`
    await test.database.$executeRaw`ANALYZE graph."SearchDocument"`

    const page = await find({ text: 'zebra', limit: 20 })
    expect(page).toMatchObject({ totalCount: 12_000, isEstimate: true })
    expect(page.names).toHaveLength(20)
    // Who has twice as many links stands a step higher.
    for (const name of page.names) {
      const links = Number(name.slice('com.example/s'.length))
      expect([links % 5, links > 8190]).toEqual([0, true])
    }
    expect(page.facets.health).toEqual([{ value: 'unknown', count: 400 }])
    // What a filter leaves is not counted by words.
    const none = await find({ text: 'zebra', filter: { health: ['open'] } })
    expect(none).toMatchObject({ totalCount: 0, names: [] })
  })

  it('takes what looks like SQL or tsquery for text', async () => {
    await publish('com.example/office', { title: `it's "a" \\ b & c | !d :* <-> 'e'` })
    for (const text of [`'; DROP TABLE x; --`, `a & | ! :* <->`, `\\'`, `"`, `%_`, `it's \\ b`]) {
      await expect(find(text)).resolves.toBeDefined()
    }
    expect((await find('b c d e')).names).toEqual(['com.example/office'])
  })

  describe('what a viewer may not see', () => {
    let ids: Record<string, string>

    beforeEach(async () => {
      const person = await test.database.mcpOwner.create({
        data: { type: 'person', name: 'Aiko', subject: 'aiko' },
      })
      const organization = await test.database.mcpOwner.create({
        data: {
          type: 'organization',
          name: 'Acme',
          members: { create: { subject: 'ben', role: 'viewer' } },
        },
      })
      const tools = [{ name: 'read_secret', description: 'A secret plan' }]
      const of = (name: string, given: Given) =>
        publish(`com.example/${name}`, { ...given, tools, title: `Secret ${name}` })
      ids = {
        public: await of('public', {}),
        private: await of('private', { visibility: 'private', ownerId: person.id }),
        shared: await of('shared', { visibility: 'organization', ownerId: organization.id }),
        deleted: await of('deleted', { status: 'deleted', ownerId: person.id }),
      }
    })

    it.each([
      [undefined, ['public']],
      ['aiko', ['private', 'public']],
      ['ben', ['public', 'shared']],
      ['eve', ['public']],
    ])('is neither found nor counted: %s', async (subject, expected) => {
      const viewer = subject === undefined ? undefined : viewerOf(subject)
      const expectedIds = expected.map((name) => ids[name])
      for (const text of ['secret', 'secret plan', 'secert', '']) {
        const page = await find({ text, filter: {} }, viewer)
        expect(page.edges.map(({ serverId }) => serverId).toSorted()).toEqual(
          expectedIds.toSorted(),
        )
        expect(page.totalCount).toBe(expected.length)
        expect(page.facets.health).toEqual([{ value: 'unknown', count: expected.length }])
      }
      const { edges } = await searchTools({ index, viewer }, { text: 'secret plan' })
      expect(edges.map(({ serverId }) => serverId).toSorted()).toEqual(expectedIds.toSorted())

      // The same rule as everywhere else, apart from withdrawn servers, which search never shows.
      const visible = await test.database.mcpServer.findMany({
        where: { AND: [visibleTo(viewer).McpServer, { status: { not: 'deleted' } }] },
      })
      expect(visible.map(({ id }) => id).toSorted()).toEqual(expectedIds.toSorted())
    })

    it('corrects no spelling into a name that the viewer may not see', async () => {
      await publish('com.example/hidden', { visibility: 'private', title: 'Zanzibar' })
      expect(await find('zanzibra')).toMatchObject({ totalCount: 0, corrections: {} })
    })
  })
})

const WISHES = [
  'notion',
  'track issues and plan sprints',
  'send a message to my team',
  'book a hotel for my trip',
  'how do I query logs and metrics in production',
  'read the sales data in /home/user/sales.xlsx and plot it as a bar chart',
  '会議の予定を調整したい',
  '契約書を翻訳',
  '動画の字幕を検索',
  '京都の宿を取る',
]

describe('the catalog in the index', () => {
  beforeAll(async () => {
    await open()
    await loadCatalog(test.database, CATALOG)
  })
  afterAll(() => test.close())

  it('is loaded once', async () => {
    const unchanged = { added: 0, changed: 0, unchanged: CATALOG.length }
    expect(await loadCatalog(test.database, CATALOG)).toEqual(unchanged)
    expect(await test.database.mcpServer.count({ where: { source: 'catalog' } })).toBe(
      CATALOG.length,
    )
    expect(await test.database.searchDocument.count()).toBe(CATALOG.length)
  })

  it.each([
    ['notion', 'com.notion/mcp'],
    ['com.notion/mcp', 'com.notion/mcp'],
    ['COM.NOTION/MCP', 'com.notion/mcp'],
    ['com.notion', 'com.notion/mcp'],
    ['Linear', 'app.linear/linear'],
    ['GitHub', 'io.github.github/github-mcp-server'],
    ['github-mcp-server', 'io.github.github/github-mcp-server'],
    ['stackoverflow', 'com.stackoverflow.mcp/mcp'],
    ['hugging face models', 'co.huggingface/hf-mcp-server'],
    ['monday.com', 'com.monday/monday.com'],
    ['google cal', 'com.mintmcp/gcal'],
    ['book a hotel for my trip', 'so.jinko/jinko-mcp'],
    ['how do I query logs and metrics in production', 'com.newrelic/mcp-server'],
    ['フィーチャーフラグと実験の分析', 'com.statsig/statsig-mcp-server'],
    ['会議の予定をClockwiseで調整したい', 'com.getclockwise/clockwise-mcp'],
    ['ホテルを予約', 'so.jinko/jinko-mcp'],
    ['日本の企業を検索する', 'net.gepuro.mcp-company-lens-v1/company-lens-mcp-registry'],
    ['ゴルフ', 'com.pga/pga-golf'],
    ['契約書', 'co.thisdot.docusign-navigator/mcp'],
  ])('finds for "%s" first %s', async (text, name) => {
    expect((await find(text)).names[0]).toBe(name)
  })

  it.each([
    ['notoin', { notoin: 'notion' }, 'com.notion/mcp'],
    ['gogle calender', { gogle: 'google', calender: 'calendar' }, 'com.mintmcp/gcal'],
    ['com.notionn/mcp', { 'com.notionn/mcp': 'com.notion/mcp' }, 'com.notion/mcp'],
  ])('corrects "%s" and says so', async (text, corrections, name) => {
    const found = await find(text)
    expect(found.corrections).toEqual(corrections)
    expect(found.names[0]).toBe(name)
  })

  it.each([
    ['databse', { databse: 'database' }],
    ['sql querry', { querry: 'query' }],
  ])('corrects "%s" also where no server is called so', async (text, corrections) => {
    const found = await find(text)
    expect(found.corrections).toEqual(corrections)
    expect(found.names.length).toBeGreaterThan(0)
  })

  it('corrects nothing into a word that finds nothing', async () => {
    expect(await find('forcast')).toMatchObject({ totalCount: 0, corrections: {} })
  })

  it('finds the same first ten as the ranking does over documents in memory', async () => {
    const rows = await test.database.mcpServer.findMany({
      include: { tools: { orderBy: { position: 'asc' } } },
    })
    const matcher = new DocumentMatcher(rows.flatMap(searchDocuments).filter((one) => !one.toolId))
    for (const text of WISHES) {
      const query = parseQuery(text)
      const { strengths, frequencies } = matcher.match(query.terms)
      const candidates = [...strengths].flatMap(([at, held]): Candidate[] => {
        const row = rows[at]
        if (!row) return []
        const { id, nameKey, title, linkCount, isVerified, source, status } = row
        const health = row.healthState
        const isRemote = row.baseUrl !== null
        const served = { id, serverId: id, serverName: nameKey, title, toolName: null }
        return [
          { ...served, strengths: held, health, status, source, linkCount, isRemote, isVerified },
        ]
      })
      const expected = rank(query, candidates, frequencies).slice(0, 10)
      const { edges } = await find({ text, limit: 10 })
      expect([text, ...edges.map(({ serverId }) => serverId)]).toEqual([
        text,
        ...expected.map(({ candidate }) => candidate.id),
      ])
    }
  })

  it.each(['!!!', '🎬', '\u0000', 'qqqqxxxxzzzz'])('finds nothing for %j', async (text) => {
    // Control characters are blanks: what is left of it is no wish at all.
    const expected = text === '\u0000' ? CATALOG.length : 0
    expect((await find(text)).totalCount).toBe(expected)
  })

  it('counts facets as if their own filter were not set', async () => {
    const all = await find('')
    const narrowed = await find({ text: '', filter: { categories: ['finance'] } })
    const finance = CATALOG.filter(({ categories }) => categories.includes('finance')).length

    expect(narrowed.totalCount).toBe(finance)
    expect(narrowed.facets.categories).toEqual(all.facets.categories)
    expect(all.facets.categories).toContainEqual({ value: 'finance', count: finance })
    expect(narrowed.facets.health).toEqual([{ value: 'unknown', count: finance }])
    expect(narrowed.facets.auth).toEqual([{ value: 'unknown', count: finance }])
  })

  it.each([
    [{ tags: ['crm', 'calendar'] }, 4],
    [{ health: ['open'] }, 0],
    [{ auth: true }, 0],
    [{ remote: true }, CATALOG.length],
    [{ remote: false }, 0],
    [{ region: 'jp' }, 0],
    [{ scope: 'booking:read' }, 0],
    [{ owner: 'nobody' }, 0],
  ])('narrows by %j', async (filter, count) => {
    expect((await find({ filter })).totalCount).toBe(count)
  })

  it('goes on where a page ended, in the order of one long page', async () => {
    for (const text of ['', 'developer tools documentation', 'データ']) {
      const whole = await find({ text, limit: 100 })
      expect(await walk({ text, limit: 7 })).toEqual(whole.names)
      expect(new Set(whole.names).size).toBe(whole.totalCount)
    }
  })

  it('goes on also when the next request leaves the query and the filter out', async () => {
    const wish = { text: 'documentation', filter: { categories: ['documentation'] }, limit: 3 }
    const first = await find(wish)
    const second = await find({ after: first.edges.at(-1)?.cursor ?? '', limit: 3 })
    const whole = await find({ ...wish, limit: 6 })
    expect([...first.names, ...second.names]).toEqual(whole.names)
  })

  it('goes on behind a result that has gone since', async () => {
    const first = await find({ text: 'documentation', limit: 3 })
    const whole = await find({ text: 'documentation', limit: 5 })
    const last = first.edges.at(-1)
    const where = { id: last?.serverId ?? '' }
    await test.database.mcpServer.update({ where, data: { visibility: 'private' } })
    const rest = await find({ after: last?.cursor ?? '', limit: 2 })
    await test.database.mcpServer.update({ where, data: { visibility: 'public' } })
    expect(rest.names).toEqual(whole.names.slice(3))
  })

  it('refuses a cursor of another query', async () => {
    const { edges } = await find({ text: 'notion', limit: 1 })
    await expect(find({ text: 'linear', after: edges[0]?.cursor ?? '' })).rejects.toMatchObject({
      code: 'ERR_CURSOR_INVALID',
    })
  })

  it('moves what is linked up, and what is down down, without hiding it', async () => {
    const before = await find({ text: 'documentation', limit: 100 })
    const [first = '', second = ''] = before.names
    await test.database.mcpServer.update({ where: { name: first }, data: { healthState: 'down' } })
    const data = { healthState: 'open' as const, linkCount: 100 }
    await test.database.mcpServer.update({ where: { name: second }, data })
    const after = await find({ text: 'documentation', limit: 100 })
    const browsed = await find({ limit: 100 })
    await test.database.mcpServer.updateMany({ data: { healthState: 'unknown', linkCount: 0 } })

    expect(after.names.indexOf(second)).toBeLessThan(after.names.indexOf(first))
    expect(after.names.toSorted()).toEqual(before.names.toSorted())
    expect(browsed.names[0]).toBe(second)
    expect(browsed.names.at(-1)).toBe(first)
  })
})

describeOnCorpus('the official registry’s dump in the index', () => {
  const SIZE = 964

  beforeAll(async () => {
    await open()
    await loadCatalog(test.database, CATALOG)
    const records = recordsOf(JSON.parse(readFileSync(CORPUS_FILE, 'utf8'))) ?? []
    const write = (servers: Parameters<typeof importServers>[1]) =>
      importServers(test.database, servers)
    await importRegistry({ write }, records, new Oddities())
  })
  afterAll(() => test.close())

  it('leaves the catalog’s own words as they are', async () => {
    const unchanged = { added: 0, changed: 0, unchanged: CATALOG.length }
    expect(await loadCatalog(test.database, CATALOG)).toEqual(unchanged)
    expect((await find('契約書')).names[0]).toBe('co.thisdot.docusign-navigator/mcp')
  })

  it('is walked through whole: everything, and a query that nearly everything fits', async () => {
    const all = await walk({ limit: 100 })
    expect(new Set(all).size).toBe(SIZE)
    const { totalCount } = await find('mcp server')
    const broad = await walk({ text: 'mcp server', limit: 100 })
    expect(totalCount).toBeGreaterThan(400)
    expect(new Set(broad).size).toBe(totalCount)
  })

  it.each([
    ['github', 'io.github.github/github-mcp-server'],
    ['slack', 'ai.waystation/slack'],
    ['kubernetes', 'io.github.containers/kubernetes-mcp-server'],
    ['io.github.containers/kubernetes-mcp-server', 'io.github.containers/kubernetes-mcp-server'],
    ['track issues and plan sprints', 'app.linear/linear'],
    ['ホテルを予約', 'so.jinko/jinko-mcp'],
  ])('finds for "%s" first %s', async (text, name) => {
    expect((await find(text)).names[0]).toBe(name)
  })
})
