import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchFilter } from '../search/search-index.ts'
import { createRegistry } from './registry.ts'
import { createSearchIndex } from './search-index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())

const CATEGORIES = ['work', 'data', 'media']
const HEALTH = ['open', 'gated', 'down', 'unknown'] as const
const NARROWED: SearchFilter[] = [
  { categories: ['work'] },
  { categories: ['work', 'data'], health: ['open'] },
  { health: ['open'], auth: false },
  { auth: true, tags: ['npm'] },
]
const AIKO = { subject: 'aiko', clientId: 'c', scopes: [], name: undefined }

/** Servers of which each differs from its neighbours. */
async function addServers(count: number, first: number, visibility: string): Promise<void> {
  await test.database.$executeRaw`
    INSERT INTO graph."McpServer" (id, name, "nameKey", title, description, version, categories, tags, scopes,
      "healthState", "linkCount", source, visibility, "publishedAt", "baseUrl", "ownerId")
    SELECT gen_random_uuid(), 'a/' || n, 'a/' || n, 'Title', '', '1.0.0',
      CASE WHEN n % 4 = 3 THEN '{}' ELSE ARRAY[(${CATEGORIES}::text[])[1 + n % 3],
        (${CATEGORIES}::text[])[1 + (n / 2) % 3]] END,
      CASE WHEN n % 3 = 0 THEN '{npm}'::text[] ELSE '{}' END, '{}',
      ((${[...HEALTH]}::text[])[1 + n % 4])::graph."HealthState", n % 7,
      CASE WHEN n % 5 = 0 THEN 'published' ELSE 'imported' END::graph."ServerSource",
      ${visibility}::graph."Visibility", '2026-01-01'::timestamptz + (n % 50) * interval '1 day',
      CASE WHEN n % 2 = 0 THEN 'https://s' || n || '.example/mcp' END,
      CASE WHEN ${visibility} = 'private' THEN (SELECT id FROM graph."McpOwner" WHERE subject = 'aiko') END
    FROM generate_series(${first}::int, ${first + count - 1}::int) AS n`
}

const browse = (filter: SearchFilter, viewer: typeof AIKO | undefined, limit = 100) =>
  createSearchIndex(test.database).browse({ viewer, filter, after: undefined, limit })

describe('everything, without a wish', () => {
  beforeAll(async () => {
    await test.database.mcpOwner.create({ data: { type: 'person', name: 'Aiko', subject: 'aiko' } })
    await addServers(60, 1, 'public')
    await addServers(12, 101, 'private')
  })

  it('is counted as it is listed, whatever narrows it, and for each as they see it', async () => {
    const filter: fc.Arbitrary<SearchFilter> = fc.record(
      {
        categories: fc.subarray(CATEGORIES, { minLength: 1 }),
        health: fc.subarray([...HEALTH], { minLength: 1 }),
        auth: fc.boolean(),
        tags: fc.constant(['npm']),
        remote: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(filter, fc.constantFrom(undefined, AIKO), async (narrowed, viewer) => {
        const { totalCount, facets, servers } = await browse(narrowed, viewer)
        expect(servers).toHaveLength(totalCount)
        // Each count is what that choice alone would leave.
        const { categories: _1, ...withoutCategories } = narrowed
        for (const { value, count } of facets.categories) {
          const chosen = { ...withoutCategories, categories: [value] }
          expect((await browse(chosen, viewer)).totalCount).toBe(count)
        }
        const { health: _2, ...withoutHealth } = narrowed
        for (const { value, count } of facets.health) {
          expect((await browse({ ...withoutHealth, health: [value] }, viewer)).totalCount).toBe(
            count,
          )
        }
      }),
      { numRuns: 25 },
    )
  })

  it('counts what is private for its owner alone', async () => {
    expect((await browse({}, undefined)).totalCount).toBe(60)
    expect((await browse({}, AIKO)).totalCount).toBe(72)
    expect((await browse({}, { ...AIKO, subject: 'ben' })).totalCount).toBe(60)
  })

  it('has with its places what a list shows of each, as the registry would say it', async () => {
    const [first] = (await browse({}, undefined)).servers
    const tool = { serverId: first?.id ?? '', description: '', inputSchema: {}, fingerprint: 'f' }
    await test.database.mcpTool.createMany({
      data: ['a', 'b'].map((name) => ({ ...tool, name })),
    })
    const registry = createRegistry(test.database)
    for (const viewer of [undefined, AIKO]) {
      const { servers } = await createSearchIndex(test.database).browse({
        viewer,
        filter: {},
        after: undefined,
        limit: 100,
        withSummaries: true,
      })
      const known = await registry.findSummaries(
        viewer,
        servers.map(({ id }) => id),
      )
      expect(JSON.stringify(servers.map(({ summary }) => summary))).toBe(JSON.stringify(known))
      expect(known[0]?.toolCount).toBe(2)
    }
  })

  it('is counted once for all who ask within some seconds where there is much of it, but for their own', async () => {
    await addServers(10_000, 1000, 'public')
    const index = createSearchIndex(test.database)
    const read = (viewer: typeof AIKO | undefined, filter: SearchFilter = {}) =>
      index.browse({ viewer, filter, after: undefined, limit: 1 })
    const count = async (viewer: typeof AIKO | undefined) => (await read(viewer)).totalCount
    expect(await count(undefined)).toBe(10_060)
    // What was counted once is summed up for each filter as if it were counted for it.
    for (const filter of NARROWED) {
      const { totalCount, facets } = await browse(filter, undefined)
      for (let run = 0; run < 2; run += 1)
        expect(await read(undefined, filter)).toMatchObject({ totalCount, facets })
    }
    await addServers(1, 20_000, 'public')
    await addServers(1, 20_001, 'private')
    expect(await count(undefined)).toBe(10_060)
    expect(await count(AIKO)).toBe(10_073)
    expect((await browse({}, undefined)).totalCount).toBe(10_061)
  })

  it('is read to its end, each server once', async () => {
    const index = createSearchIndex(test.database)
    const seen: string[] = []
    for (let after; ;) {
      const request = { viewer: undefined, filter: { tags: ['npm'] }, after, limit: 100 }
      const { servers, totalCount } = await index.browse(request)
      seen.push(...servers.map(({ id }) => id))
      after = servers.at(-1)
      if (servers.length > 0) continue
      expect(seen).toHaveLength(totalCount)
      expect(new Set(seen).size).toBe(totalCount)
      return
    }
  })
})
