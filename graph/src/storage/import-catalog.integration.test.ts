import { validateServerJson } from '@toolgraph/server-json'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CATALOG } from '../../catalog/index.ts'
import type { CatalogEntry } from '../import/catalog-entry.ts'
import { importRegistry } from '../import/import-registry.ts'
import { Oddities } from '../import/oddity.ts'
import { loadCatalog } from './import-catalog.ts'
import { importServers } from './import-servers.ts'

const ENTRY: CatalogEntry = {
  name: 'com.example/Weather',
  version: '1.2.0',
  url: 'https://weather.example/mcp',
  transport: 'streamable-http',
  publishedAt: '2025-09-28T19:13:44.307076Z',
  title: { en: 'Weather', ja: '天気' },
  description: { en: 'Forecasts in our words.', ja: '天気予報を調べます。' },
  categories: ['travel'],
  tags: ['forecast'],
}

let test: TestDatabase
beforeEach(async () => void (test = await createTestDatabase('graph')))
afterEach(() => test.close())

const find = () =>
  test.database.mcpServer.findUnique({
    where: { nameKey: 'com.example/weather' },
    include: {
      versions: { orderBy: { version: 'asc' } },
      document: { select: { serverId: true } },
    },
  })

function importVersion(version: string, url: string) {
  const server = { name: ENTRY.name, description: 'Theirs', version, title: 'Theirs' }
  const records = [{ server: { ...server, remotes: [{ type: 'streamable-http', url }] } }]
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(test.database, servers)
  return importRegistry({ write }, records, new Oddities())
}

const OUR_WORDS = {
  source: 'catalog',
  title: 'Weather',
  translations: { ja: { title: '天気', description: '天気予報を調べます。' } },
  categories: ['travel'],
}

describe('loadCatalog()', () => {
  it('lists its servers, each with a version and a search document', async () => {
    expect(await loadCatalog(test.database, [ENTRY])).toEqual({
      added: 1,
      changed: 0,
      unchanged: 0,
    })
    expect(await find()).toMatchObject({
      ...OUR_WORDS,
      baseUrl: ENTRY.url,
      versions: [{ version: '1.2.0', isLatest: true }],
      document: {},
    })
  })

  it('lists each of its servers by a server.json that the standard allows', async () => {
    await loadCatalog(test.database, CATALOG)
    const versions = await test.database.mcpServerVersion.findMany()
    expect(versions).toHaveLength(CATALOG.length)
    const wrong = versions.filter(({ manifest }) => !validateServerJson(manifest).valid)
    expect(wrong).toEqual([])
  })

  it('renews what was changed in it', async () => {
    await loadCatalog(test.database, [ENTRY])
    const changed = { ...ENTRY, tags: ['storms'], url: 'https://storm.example/mcp' }
    expect(await loadCatalog(test.database, [changed])).toMatchObject({ changed: 1 })
    expect(await find()).toMatchObject({ tags: ['storms'], baseUrl: 'https://storm.example/mcp' })
  })

  it('leaves an owner’s own server as it is', async () => {
    const own = { name: 'com.example/weather', nameKey: 'com.example/weather', version: '0.1.0' }
    await test.database.mcpServer.create({ data: { ...own, title: 'Mine', description: 'Mine' } })
    expect(await loadCatalog(test.database, [ENTRY])).toEqual({
      added: 0,
      changed: 0,
      unchanged: 1,
    })
    expect(await find()).toMatchObject({ source: 'published', title: 'Mine', versions: [] })
  })

  it('gives an imported server its words, and keeps the later facts', async () => {
    await importVersion('2.0.0', 'https://new.example/mcp')
    await loadCatalog(test.database, [ENTRY])
    const standing = { ...OUR_WORDS, version: '2.0.0', baseUrl: 'https://new.example/mcp' }
    expect(await find()).toMatchObject({
      ...standing,
      versions: [
        { version: '1.2.0', isLatest: false },
        { version: '2.0.0', isLatest: true },
      ],
    })
    expect(await loadCatalog(test.database, [ENTRY])).toMatchObject({ unchanged: 1 })
  })

  it('keeps its words when an import brings later facts, and the import says it again for nothing', async () => {
    await loadCatalog(test.database, [ENTRY])
    expect(await importVersion('1.3.0', 'https://new.example/mcp')).toMatchObject({
      servers: { changed: 1 },
    })
    const standing = { ...OUR_WORDS, version: '1.3.0', baseUrl: 'https://new.example/mcp' }
    expect(await find()).toMatchObject(standing)

    await loadCatalog(test.database, [ENTRY])
    expect(await find()).toMatchObject(standing)
    expect(await importVersion('1.3.0', 'https://new.example/mcp')).toMatchObject({
      servers: { unchanged: 1 },
      versions: { unchanged: 1 },
    })
  })

  it('gives way to a server that has its endpoint already', async () => {
    const other = { name: 'com.other/weather', nameKey: 'com.other/weather', version: '1.0.0' }
    const texts = { title: 'Other', description: '' }
    await test.database.mcpServer.create({ data: { ...other, ...texts, baseUrl: ENTRY.url } })
    await loadCatalog(test.database, [ENTRY])
    expect(await find()).toMatchObject({ baseUrl: null })
  })
})
