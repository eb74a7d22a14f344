import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createTestGraph, type TestGraph } from './graph-fixture.ts'

const COMMAND = path.resolve(import.meta.dirname, '../../packages/cli/src/entry/toolgraph.ts')
const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'

let graph: TestGraph
let server: ServerType
let address: string

beforeAll(async () => {
  graph = await createTestGraph()
  await importRegistry(
    { write: (servers) => importServers(graph.database, servers) },
    createRecords(),
    new Oddities(),
  )
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
        _meta: { 'io.modelcontextprotocol.registry/official': official },
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
      ...['--token', token],
      ...['--name-prefix', 'com.ada-tests/conformance'],
    )
    expect(not('passed', cases)).toEqual([])
    expect(cases.length).toBeGreaterThan(80)
    expect(code).toBe(0)
    expect(graph.faults).toEqual([])
  })
})
