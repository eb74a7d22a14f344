import { readFileSync } from 'node:fs'
import {
  CORPUS_FILE,
  createTestDatabase,
  type TestDatabase,
  describeOnCorpus,
} from '@toolgraph/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importRegistry } from '../import/import-registry.ts'
import { Oddities } from '../import/oddity.ts'
import { OFFICIAL_META } from '../import/parse-record.ts'
import { recordsOf } from '../import/read-registry.ts'
import { importServers } from './import-servers.ts'

let test: TestDatabase
beforeEach(async () => void (test = await createTestDatabase('graph')))
afterEach(() => test.close())

function run(records: readonly unknown[]) {
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(test.database, servers)
  return importRegistry({ write }, records, new Oddities())
}

function record(server: Record<string, unknown>, official: Record<string, unknown> = {}) {
  return {
    server: { name: 'com.example/weather', description: 'Forecasts', version: '1.0.0', ...server },
    _meta: {
      [OFFICIAL_META]: {
        status: 'active',
        publishedAt: '2025-09-28T19:13:44.307076Z',
        updatedAt: '2025-09-28T19:13:44.307076Z',
        isLatest: true,
        ...official,
      },
    },
  }
}

function remote(url: string) {
  return { remotes: [{ type: 'streamable-http', url }] }
}

const find = (name = 'com.example/weather') =>
  test.database.mcpServer.findUnique({
    where: { name },
    include: { versions: { orderBy: { version: 'asc' } } },
  })

describe('importServers()', () => {
  it('changes nothing the second time', async () => {
    const records = [record(remote('https://a.example/mcp'))]
    expect(await run(records)).toMatchObject({ servers: { added: 1 }, versions: { added: 1 } })
    const before = await find()

    expect(await run(records)).toMatchObject({
      servers: { added: 0, changed: 0, unchanged: 1 },
      versions: { added: 0, changed: 0, unchanged: 1 },
      documents: 0,
    })
    expect(await find()).toEqual(before)
  })

  it('changes nothing the second time for a record without dates', async () => {
    const records = [{ server: record({}).server }]
    await run(records)
    expect(await run(records)).toMatchObject({
      servers: { unchanged: 1 },
      versions: { unchanged: 1 },
    })
  })

  it('renews what another version changed, and keeps every version', async () => {
    await run([record(remote('https://a.example/mcp'))])
    const next = record(
      { version: '1.1.0', description: 'Storms', ...remote('https://b.example/mcp') },
      { publishedAt: '2025-10-01T00:00:00Z' },
    )
    await run([next])

    expect(await find()).toMatchObject({
      version: '1.1.0',
      description: 'Storms',
      baseUrl: 'https://b.example/mcp',
      versions: [
        { version: '1.0.0', isLatest: false },
        { version: '1.1.0', isLatest: true },
      ],
    })
  })

  it('does not turn back to an older version', async () => {
    await run([record({ version: '2.0.0' })])
    await run([record({ version: '1.9.0', description: 'Old' })])

    expect(await find()).toMatchObject({
      version: '2.0.0',
      description: 'Forecasts',
      versions: [
        { version: '1.9.0', isLatest: false },
        { version: '2.0.0', isLatest: true },
      ],
    })
  })

  it('leaves an owner’s own server as it is', async () => {
    const own = { name: 'com.example/weather', nameKey: 'com.example/weather', version: '0.1.0' }
    await test.database.mcpServer.create({ data: { ...own, title: 'Mine', description: 'Mine' } })
    const report = await run([record({ version: '9.0.0' })])

    expect(report.oddities).toMatchObject([
      { kind: 'nothing_to_reach' },
      { kind: 'published_here' },
    ])
    expect(await find()).toMatchObject({ title: 'Mine', version: '0.1.0', versions: [] })
  })

  it('gives an endpoint to one server only', async () => {
    const shared = remote('https://a.example/mcp')
    await run([record(shared)])
    const report = await run([record(shared), record({ ...shared, name: 'com.example/copy' })])

    expect(report.oddities).toMatchObject([{ kind: 'address_taken', subject: 'com.example/copy' }])
    expect(await find('com.example/copy')).toMatchObject({ baseUrl: null, transport: null })
    expect(await find()).toMatchObject({ baseUrl: 'https://a.example/mcp' })
  })

  it('lets two servers swap their endpoints', async () => {
    const pair = (a: string, b: string) => [
      record({ name: 'com.example/one', ...remote(a) }),
      record({ name: 'com.example/two', ...remote(b) }),
    ]
    await run(pair('https://a.example/mcp', 'https://b.example/mcp'))
    await run(pair('https://b.example/mcp', 'https://a.example/mcp'))

    expect(await find('com.example/one')).toMatchObject({ baseUrl: 'https://b.example/mcp' })
    expect(await find('com.example/two')).toMatchObject({ baseUrl: 'https://a.example/mcp' })
  })

  it('stores the others when the database refuses one', async () => {
    const names = ['com.example/a', 'com.example/b', 'com.example/c', 'com.example/d']
    // Longer than what an index of Postgres holds.
    const path = Array.from({ length: 4000 }, (_, index) => ((index * 7919) % 46_649).toString(36))
    const endless = remote(`https://b.example/${path.join('')}`)
    const report = await run(
      names.map((name) => record({ name, ...(name === 'com.example/b' ? endless : {}) })),
    )

    expect(report.servers.added).toBe(3)
    expect(report.oddities).toContainEqual({
      kind: 'refused_by_database',
      subject: 'com.example/b',
      count: 1,
    })
  })

  it('keeps texts that mean something to SQL as texts', async () => {
    const description = `'); DROP TABLE graph."McpServer"; -- \\' $1 %s :* & | ! <->`
    await run([record({ description, title: `'a':1A \\` })])
    expect(await find()).toMatchObject({ description, title: `'a':1A \\` })
  })
})

describeOnCorpus('the official registry’s dump', () => {
  const dump = (): unknown => JSON.parse(readFileSync(CORPUS_FILE, 'utf8'))

  it('is imported whole, quickly, and only once', async () => {
    const records = recordsOf(dump()) ?? []
    const started = performance.now()
    const report = await run(records)
    const seconds = (performance.now() - started) / 1000

    expect(report).toMatchObject({
      records: 2354,
      servers: { added: 964, changed: 0, unchanged: 0 },
      versions: { added: 2354, changed: 0, unchanged: 0 },
      documents: 964,
    })
    expect(seconds).toBeLessThan(20)
    expect(await test.database.mcpServerVersion.count({ where: { isLatest: true } })).toBe(964)

    const again = await run(records)
    expect(again).toMatchObject({
      servers: { added: 0, changed: 0, unchanged: 964 },
      versions: { added: 0, changed: 0, unchanged: 2354 },
      documents: 0,
    })
    expect(again.oddities).toEqual(report.oddities)
  })

  it('is kept without loss: manifests, what stood beside them, and the latest versions', async () => {
    const records = recordsOf(dump()) ?? []
    await run(records)
    const rows = await test.database.mcpServerVersion.findMany({
      select: { manifest: true, meta: true, isLatest: true },
    })
    const byKey = (manifest: unknown) => JSON.stringify(keyOf(manifest))
    const stored = new Map(rows.map((row) => [byKey(row.manifest), row]))

    for (const { server, _meta } of records as {
      server: unknown
      _meta: Record<string, unknown>
    }[]) {
      const row = stored.get(byKey(server))
      expect(row).toMatchObject({ manifest: server, meta: _meta })
      expect(_meta[OFFICIAL_META]).toMatchObject({ isLatest: row?.isLatest })
    }
  })
})

function keyOf(manifest: unknown): unknown {
  return manifest && typeof manifest === 'object' && 'name' in manifest && 'version' in manifest
    ? [manifest.name, manifest.version]
    : manifest
}
