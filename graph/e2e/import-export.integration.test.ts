import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { CORPUS_FILE, describeOnCorpus } from '@toolgraph/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createTestGraph, type TestGraph } from './graph-fixture.ts'

const EXPORT = path.resolve(import.meta.dirname, '../src/entry/export.ts')
const OFFICIAL = 'io.modelcontextprotocol.registry/official'

interface Listed {
  server: { name: string; version: string }
  _meta: Record<string, unknown>
}

let graph: TestGraph
let folder: string

beforeAll(async () => {
  graph = await createTestGraph()
  folder = await mkdtemp(path.join(tmpdir(), 'toolgraph-export-'))
})
afterAll(async () => {
  await graph?.close()
  await rm(folder, { recursive: true, force: true })
})

afterEach(async () => void (await graph.database.mcpServer.deleteMany()))

function take(records: readonly unknown[]) {
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(graph.database, servers)
  return importRegistry({ write }, records, new Oddities())
}

/** All that the registry API lists, page by page. */
async function page(query = ''): Promise<Listed[]> {
  const all: Listed[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const suffix: string = cursor && `&cursor=${cursor}`
    const response = await graph.fetch(`/v0.1/servers?limit=100${query}${suffix}`)
    const body: { servers: Listed[]; metadata: { nextCursor?: string } } = await response.json()
    all.push(...body.servers)
    cursor = body.metadata.nextCursor
  }
  return all
}

async function exportDump(): Promise<Listed[]> {
  const file = path.join(folder, 'dump.json')
  const env = { ...process.env, DATABASE_URL: graph.databaseUrl }
  await promisify(execFile)(process.execPath, [EXPORT, file], { env })
  const dump: { servers: Listed[]; metadata: { count: number } } = JSON.parse(
    await readFile(file, 'utf8'),
  )
  expect(dump.metadata.count).toBe(dump.servers.length)
  return dump.servers
}

/** In one order, and without what only this registry says. */
function comparable(records: readonly Listed[]): unknown[] {
  return records
    .map(({ _meta: { 'dev.toolgraph/registry': _ours, ...meta }, ...rest }) => ({
      ...rest,
      _meta: meta,
    }))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** Shows a few differences, not all of a whole registry. */
function expectSame(got: readonly unknown[], expected: readonly unknown[]): void {
  const different = expected.filter((record, index) => !isDeepStrictEqual(record, got[index]))
  expect({ length: got.length, different: different.slice(0, 2) }).toEqual({
    length: expected.length,
    different: [],
  })
}

function keyOf({ server }: Pick<Listed, 'server'>): string {
  return `${server.name} ${server.version}`
}

describe('import, then export', () => {
  it('gives back what came: unknown keys, numbers, order of keys, microseconds, status and message', async () => {
    const server = {
      zebra: { b: [1, 2.5, 1e21, null, { '': 'empty' }], a: '𝒳 \u202e "quoted" \\ \n' },
      version: '1.0.0',
      name: 'com.example-export/odd',
      description: 'Odd, and kept',
      repository: {},
      _meta: { 'com.example/own': { deep: [[[]]] } },
    }
    const record = {
      server,
      _meta: {
        'com.example/other': { score: 0.1 },
        [OFFICIAL]: {
          status: 'deprecated',
          statusMessage: 'Use "b"',
          statusChangedAt: '2026-03-01T10:00:00.5Z',
          publishedAt: '2026-01-01T00:00:00Z',
          updatedAt: '2026-03-01T10:00:00.123456Z',
          isLatest: true,
        },
      },
    }
    await take([record])
    const [dumped] = await exportDump()
    expect(comparable(dumped ? [dumped] : [])).toEqual([record])
    expect(JSON.stringify(dumped?.server)).toBe(JSON.stringify(server))

    expect(await take([dumped])).toMatchObject({ versions: { changed: 0, unchanged: 1 } })
  })

  it('gives back tombstones, which a list leaves out', async () => {
    const dates = { publishedAt: '2026-01-01T00:00:00Z', updatedAt: '2026-02-01T00:00:00Z' }
    const dead = {
      server: { name: 'com.example-export/dead', description: 'Gone', version: '1.0.0' },
      _meta: { [OFFICIAL]: { status: 'deleted', ...dates, isLatest: true } },
    }
    await take([dead])
    expect(comparable(await exportDump())).toEqual([dead])
    expect(comparable(await page('&include_deleted=true'))).toEqual([dead])
    expect(await page()).toEqual([])
  })
})

describeOnCorpus('import, then export, of the real records', () => {
  it('loses nothing of 2,354: deep equal by paging, and in the dump, which changes nothing when it is read again', async () => {
    const { servers }: { servers: Listed[] } = JSON.parse(await readFile(CORPUS_FILE, 'utf8'))
    await take(servers)
    const expected = comparable(servers)
    expect(expected.length).toBe(2354)
    expectSame(comparable(await page()), expected)
    const dump = await exportDump()
    expectSame(comparable(dump), expected)
    expect(await take(dump)).toMatchObject({
      servers: { added: 0, changed: 0, unchanged: 964 },
      versions: { added: 0, changed: 0, unchanged: 2354 },
      documents: 0,
    })
  })
})
