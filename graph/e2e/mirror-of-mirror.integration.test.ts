import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportRegistry } from '../src/import/export-registry.ts'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { mirrorRegistry } from '../src/mirror/mirror-registry.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createMirrorStore } from '../src/storage/mirror-store.ts'
import { createVersionStore } from '../src/storage/registry-list.ts'
import { createTestGraph, GRAPH_URL, manifest, type TestGraph } from './graph-fixture.ts'

const HOUR_MS = 3_600_000
const OFFICIAL = 'io.modelcontextprotocol.registry/official'

/** A mirror, and one that mirrors it. */
let first: TestGraph
let second: TestDatabase
let later: number

beforeEach(async () => {
  first = await createTestGraph()
  second = await createTestDatabase('graph')
  later = 0
})
afterEach(async () => {
  await first.close()
  await second.close()
})

/** What reaches the first one from its own upstream, whenever that dates it. */
function arrives(...records: readonly object[]) {
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(first.database, servers)
  return importRegistry({ write }, records, new Oddities())
}

function record(name: string, at: string, other: object = {}, version = '1.0.0') {
  return {
    server: { name: `com.example-chain/${name}`, description: 'Passed on', version },
    _meta: {
      [OFFICIAL]: { status: 'active', publishedAt: at, updatedAt: at, isLatest: true, ...other },
    },
  }
}

/** The second one reads the first, and an hour passes. */
async function nextHour() {
  const context = {
    mirrors: createMirrorStore(second.database),
    write: (servers: Parameters<typeof importServers>[1]) =>
      importServers(second.database, servers),
    fetch: async (url: URL) => first.fetch(`${url.pathname}${url.search}`),
    now: () => new Date(Date.now() + later),
  }
  const { signal } = new AbortController()
  const turn = await mirrorRegistry(context, { upstreams: [GRAPH_URL], signal })
  later += HOUR_MS
  return turn
}

async function dump(database: TestDatabase['database']): Promise<unknown> {
  let text = ''
  for await (const piece of exportRegistry(createVersionStore(database))) text += piece
  return JSON.parse(text, (key, value) => (key === 'dev.toolgraph/registry' ? undefined : value))
}

const statuses = async () => {
  const rows = await second.database.mcpServerVersion.findMany({ include: { server: true } })
  return Object.fromEntries(
    rows.map(({ server, version, status }) => [`${server.name} ${version}`, status]),
  )
}

describe('a mirror of a mirror', () => {
  it('has what reached the first one long after it changed at the source', async () => {
    await arrives(record('early', '2026-01-01T00:00:00Z'))
    expect(await nextHour()).toMatchObject({ records: 1, isComplete: true })

    await arrives(record('late', '2025-06-01T12:00:00.123456Z'))
    await nextHour()
    expect(await statuses()).toMatchObject({ 'com.example-chain/late 1.0.0': 'active' })
    expect(await dump(second.database)).toEqual(await dump(first.database))
  })

  it('has a deletion that reached the first one late', async () => {
    await arrives(record('dies', '2026-01-01T00:00:00Z'))
    await nextHour()
    const statusChangedAt = '2026-01-02T00:00:00Z'
    const deleted = { status: 'deleted', statusChangedAt, updatedAt: statusChangedAt }
    await arrives(record('dies', '2026-01-01T00:00:00Z', deleted))
    await nextHour()
    expect(await statuses()).toEqual({ 'com.example-chain/dies 1.0.0': 'deleted' })
    expect(await dump(second.database)).toEqual(await dump(first.database))
  })

  it('has all versions of what is shown only now', async () => {
    const publish = (version: string, visibility: string) =>
      first.rest('POST', '/registry/servers', {
        body: manifest('shown', { version, visibility }),
        as: 'owner',
      })
    await publish('1.0.0', 'private')
    await publish('1.1.0', 'private')
    await first.database.mcpServerVersion.updateMany({ data: { updatedAt: new Date(0) } })
    await first.database.mcpServerVersion.updateMany({ data: { arrivedAt: new Date(0) } })
    expect(await nextHour()).toMatchObject({ records: 0 })
    await publish('1.2.0', 'public')
    await nextHour()
    expect(Object.keys(await statuses()).sort()).toEqual([
      'com.example/shown 1.0.0',
      'com.example/shown 1.1.0',
      'com.example/shown 1.2.0',
    ])
  })

  it('reads nothing twice that has not changed', async () => {
    const records = [record('a', '2026-01-01T00:00:00Z'), record('b', '2026-01-01T00:00:00Z')]
    await arrives(...records)
    await nextHour()
    await arrives(...records)
    await nextHour()
    expect(await nextHour()).toMatchObject({ records: 0, isComplete: true })
  })
})
