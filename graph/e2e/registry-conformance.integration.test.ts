import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { CORPUS_FILE, createTestDatabase, describeOnCorpus } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRegistry } from '../src/import/export-registry.ts'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { mirrorRegistry } from '../src/mirror/mirror-registry.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createMirrorStore } from '../src/storage/mirror-store.ts'
import { createVersionStore } from '../src/storage/registry-list.ts'
import { createTestGraph, type TestGraph } from './graph-fixture.ts'

const COMMAND = path.resolve(import.meta.dirname, '../../packages/cli/src/entry/toolgraph.ts')
const OFFICIAL = 'io.modelcontextprotocol.registry/official'
const OUR_META = 'dev.toolgraph/registry'
const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'

let graph: TestGraph
let server: ServerType
let address: string

beforeAll(async () => {
  graph = await createTestGraph()
  await take(createRecords())
  server = serve({ fetch: toGraph, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => {
    server.once('listening', resolve)
  })
  const { port } = server.address() as AddressInfo
  address = `http://127.0.0.1:${port}`
})
afterAll(async () => {
  server?.close()
  await graph?.close()
})

function take(records: readonly unknown[]) {
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(graph.database, servers)
  return importRegistry({ write }, records, new Oddities())
}

/** All that a registry lists, without what it says only of itself. */
async function dump(database: TestGraph['database']): Promise<Dumped[]> {
  let text = ''
  for await (const piece of exportRegistry(createVersionStore(database))) text += piece
  const { servers }: { servers: Dumped[] } = JSON.parse(text)
  return servers.map(({ server, _meta: { [OUR_META]: _ours, ...meta } }) => ({
    server,
    _meta: meta,
  }))
}

interface Dumped {
  server: unknown
  _meta: Record<string, Record<string, unknown>>
}

async function toGraph(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : await request.text()
  return graph.fetch(pathname + search, { method, headers, body, redirect: 'manual' })
}

/** 40 servers with a package each, every fifth of three versions. */
function createRecords(): unknown[] {
  const words = ['weather', 'maps', 'notes', 'mail', 'files', 'search', 'music', 'ledger']
  return Array.from({ length: 40 }, (_, index) => {
    const name = `com.vendor-${index % 7}/${words[index % 8]}-${index}`
    const versions = index % 5 === 0 ? ['1.9.0', '1.10.0', '1.2.0'] : [`1.0.${index % 3}`]
    return versions.map((version, nth) => {
      const date = new Date(Date.UTC(2026, 1, index + 1, nth)).toISOString()
      const packages = [{ registryType: 'npm', identifier: name, transport: { type: 'stdio' } }]
      const description = `Serves ${name}`
      const isLatest = versions.length === 1 || version === '1.10.0'
      const official = { status: 'active', publishedAt: date, updatedAt: date, isLatest }
      return {
        server: { $schema: SCHEMA, name, description, version, packages },
        _meta: { [OFFICIAL]: official },
      }
    })
  }).flat()
}

interface Outcome {
  id: string
  outcome: string
  expected?: string
  got?: string
}

async function runConformance(...args: readonly string[]) {
  const all = [COMMAND, 'conformance', 'registry', address, '--json', ...args]
  return new Promise<{ code: number; cases: Outcome[] }>((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0
      try {
        const { cases }: { cases: Outcome[] } = JSON.parse(stdout)
        resolve({ code, cases })
      } catch (cause) {
        reject(new Error(`It printed ${stdout || stderr}`, { cause }))
      }
    })
  })
}

const not = (outcome: string, cases: readonly Outcome[]) =>
  cases.filter((each) => each.outcome !== outcome)

describe('toolgraph conformance registry, on this graph', () => {
  it('passes in full, written cases too', async () => {
    const token = await graph.token('ada')
    const { code, cases } = await runConformance(
      '--publish',
      '--token',
      token,
      '--name-prefix',
      'com.ada-tests/conformance',
    )
    expect(not('passed', cases)).toEqual([])
    expect(cases.length).toBeGreaterThan(80)
    expect(code).toBe(0)
    expect(graph.faults).toEqual([])
  })

  it('can be mirrored by another one of its kind, tombstones too', async () => {
    const other = await createTestDatabase('graph')
    const turn = await mirrorRegistry(
      {
        mirrors: createMirrorStore(other.database),
        write: (servers) => importServers(other.database, servers),
        fetch: (url, init) => fetch(url, init),
        now: () => new Date(),
      },
      { upstreams: [address], signal: new AbortController().signal },
    )
    expect(turn).toMatchObject({ isComplete: true })
    const [original, copy] = await Promise.all([dump(graph.database), dump(other.database)])
    await other.close()
    expect(original.filter(({ _meta }) => _meta[OFFICIAL]?.['status'] === 'deleted')).not.toEqual(
      [],
    )
    expect(copy).toEqual(original)
  })
})

describeOnCorpus('toolgraph conformance registry, on the real records', () => {
  it('finds nothing to mend but what publishers once wrote', async () => {
    const { servers }: { servers: unknown[] } = JSON.parse(await readFile(CORPUS_FILE, 'utf8'))
    await take(servers)
    const { code, cases } = await runConformance()
    const failed = cases.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
    expect({ code, failed }).toEqual({ code: 0, failed: ['schema/valid'] })
  })
})
