import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSafeFetch, type SafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probeDueServers } from '../src/health/probe-due-servers.ts'
import type { Probe } from '../src/health/probe.ts'
import { createProbe } from '../src/reach/create-probe.ts'
import { createHealthStore } from '../src/storage/health-store.ts'

/**
 * The deadline for servers that never come to an end. All others have the usual one: a busy machine reads them late. A turn
 * that waited for one after another would take minutes.
 */
const DEADLINE_MS = 3_000
const NEVER_ENDING = /\/(?:hanging|dripping|endless)\//
const MEGABYTE = 1024 * 1024
/** So many fast ones by themselves are what the others are compared with. */
const ALONE = 60

type Kind = (typeof KINDS)[number]
const BAD = [
  'slow',
  'hanging',
  'dripping',
  'huge',
  'endless',
  'circling',
  'lying',
  'closing',
] as const
const KINDS = ['fast', ...BAD] as const

/** What a probe finds out about each kind. */
const STATES: Record<Kind, string> = {
  fast: 'open',
  slow: 'open',
  hanging: 'down',
  dripping: 'down',
  huge: 'not_mcp',
  endless: 'down',
  circling: 'not_mcp',
  lying: 'not_mcp',
  closing: 'down',
}

let test: TestDatabase
let server: Server
let port: number
const unhandled: unknown[] = []
const onUnhandled = (error: unknown) => unhandled.push(error)

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled)
  test = await createTestDatabase('graph')
  server = createServer((request, response) => void answer(request, response).catch(() => {}))
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await test.close()
  process.off('unhandledRejection', onUnhandled)
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => {})
  const kind = request.url?.split('/')[1] as Kind
  if (!KINDS.includes(kind)) return void response.writeHead(404).end()
  if (kind === 'closing') return void request.socket.destroy()
  if (kind === 'hanging') return
  if (kind === 'circling') return void response.writeHead(307, { location: request.url }).end()
  const json = { 'content-type': 'application/json' }
  if (kind === 'lying') return void response.writeHead(200, json).end('<html>Welcome')
  if (kind === 'huge')
    return void response.writeHead(200, json).end(Buffer.alloc(6 * MEGABYTE, '{"a":'))
  if (kind === 'dripping' || kind === 'endless') return drip(response, kind)

  let body = ''
  for await (const part of request) body += part
  const { id, method } = JSON.parse(body)
  if (kind === 'slow') await wait(1_500)
  const result =
    method === 'server/discover'
      ? { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
      : { tools: [] }
  const more = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' }
  const serverInfo = { name: 'fake', version: '1' }
  response.writeHead(200, json)
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { ...result, ...more, serverInfo } }))
}

/** A byte now and then, or an event stream that never says anything. */
async function drip(response: ServerResponse, kind: Kind): Promise<void> {
  const type = kind === 'endless' ? 'text/event-stream' : 'application/json'
  response.writeHead(200, { 'content-type': type })
  while (!response.destroyed) {
    response.write(kind === 'endless' ? ': still here\n\n' : ' ')
    await wait(100)
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Servers that are due in this order, four on each host. */
async function addServers(kinds: readonly Kind[]): Promise<void> {
  await test.database.mcpServer.deleteMany()
  await test.database.probeHost.deleteMany()
  await test.database.mcpServer.createMany({
    data: kinds.map((kind, n) => ({
      name: `test.fake/s${n}`,
      nameKey: `test.fake/s${n}`,
      title: `S ${n}`,
      description: '',
      version: '1.0.0',
      baseUrl: `${hostOf(n)}/${kind}/${n}`,
      probeDueAt: new Date(n),
      // Else the metadata of each would be looked for.
      oauthIssuer: 'https://issuer.example',
    })),
  })
}

const hostOf = (n: number) => {
  const host = n % 250
  return `http://127.1.${Math.floor(host / 200)}.${(host % 200) + 1}:${port}`
}

/** Probes all that is due, and tells how long the fast ones took until the last of them was read. */
async function run(kinds: readonly Kind[]) {
  await addServers(kinds)
  const trustedOrigins = [...new Set(kinds.map((_, n) => hostOf(n)))]
  const usual = { trustedOrigins, fetch: createNodeFetch() }
  const patient = createSafeFetch(usual)
  const brief = createSafeFetch({
    ...usual,
    timeoutMs: DEADLINE_MS,
    streamTimeoutMs: DEADLINE_MS,
  })
  const fetch: SafeFetch = (url, init) =>
    NEVER_ENDING.test(String(url)) ? brief(url, init) : patient(url, init)
  // Stands still: what failed is not due again within this turn, however long it takes.
  const moment = new Date()
  const now = () => moment
  const ask = createProbe({ fetch, now })
  const started = performance.now()
  let fastMs = 0
  let memory = 0
  const underWay = new Map<string, number>()
  let mostAtOneHost = 0

  const probe: Probe = async (url, options) => {
    const { host } = new URL(url)
    const atHost = (underWay.get(host) ?? 0) + 1
    underWay.set(host, atHost)
    mostAtOneHost = Math.max(mostAtOneHost, atHost)
    const finding = await ask(url, options).finally(() =>
      underWay.set(host, (underWay.get(host) ?? 1) - 1),
    )
    if (url.includes('/fast/')) fastMs = performance.now() - started
    memory = Math.max(memory, process.memoryUsage().rss)
    return finding
  }
  const before = process.memoryUsage().rss
  const health = createHealthStore(test.database)
  const faults: unknown[] = []
  const onFault = (error: unknown) => faults.push(error)
  const context = { health, probe, now, onFault }
  const probed = await probeDueServers(context, { includeImported: false })
  return { probed, fastMs, mostAtOneHost, faults, memoryMb: (memory - before) / MEGABYTE }
}

describe('a thousand servers', () => {
  it(
    'are all read, and the bad ones among them hold up no other',
    { timeout: 400_000 },
    async () => {
      const alone = await run(Array.from({ length: ALONE }, () => 'fast' as const))
      expect(alone).toMatchObject({ probed: ALONE, faults: [] })

      // All bad ones first: the worst that can come before the others.
      const bad = Array.from({ length: 250 }, (_, n): Kind => BAD[n % BAD.length] ?? 'fast')
      const fast = Array.from({ length: 750 }, (): Kind => 'fast')
      const among = await run([...bad, ...fast])
      expect(among).toMatchObject({ probed: 1_000, faults: [] })
      expect(among.mostAtOneHost).toBeLessThanOrEqual(2)

      const rows = await test.database.mcpServer.findMany({
        select: { baseUrl: true, healthState: true },
      })
      const found = new Map<string, Set<string>>()
      for (const { baseUrl, healthState } of rows) {
        const kind = baseUrl?.split('/')[3] ?? ''
        found.set(kind, (found.get(kind) ?? new Set()).add(healthState))
      }
      expect(Object.fromEntries([...found].map(([kind, states]) => [kind, [...states]]))).toEqual(
        Object.fromEntries(KINDS.map((kind) => [kind, [STATES[kind]]])),
      )

      // In proportion to their number, with room for a busy machine. Eight lanes that wait for each of the bad ones
      // take fifteen deadlines.
      const again = await run(Array.from({ length: ALONE }, () => 'fast' as const))
      const fair = (Math.max(alone.fastMs, again.fastMs) / ALONE) * fast.length
      expect(among.fastMs).toBeLessThan(2 * fair + 2 * DEADLINE_MS)
      expect(among.memoryMb).toBeLessThan(400)
      expect(unhandled).toEqual([])
    },
  )
})
