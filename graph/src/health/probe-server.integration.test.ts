import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { createThrottle } from '@toolgraph/throttle/postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHealthStore } from '../storage/health-store.ts'
import { createRegistry } from '../storage/registry.ts'
import { findHealth } from './find-health.ts'
import type { Probe } from './probe.ts'
import { probeServer, type HealthContext } from './probe-server.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())
beforeEach(() => test.database.mcpServer.deleteMany())

const aiko = { subject: 'aiko', clientId: 'web', scopes: [] }

async function addServer(data: object = {}): Promise<string> {
  const name = 'com.example/a'
  const words = { title: 'A', description: '', version: '1.0.0' }
  const { id } = await test.database.mcpServer.create({
    data: { name, nameKey: name, ...words, baseUrl: 'https://a.example/mcp', ...data },
  })
  return id
}

function setUp(more: Partial<HealthContext> = {}) {
  let time = Date.parse('2026-11-22T12:00:00Z')
  const asked: string[] = []
  const now = () => new Date(time)
  const probe: Probe = async (url) => {
    asked.push(url)
    return { state: 'open', checkedAt: now(), latencyMs: 5 }
  }
  const context: HealthContext = {
    viewer: aiko,
    registry: createRegistry(test.database),
    health: createHealthStore(test.database),
    probe,
    throttle: createThrottle(test.database, 'graph."Throttle"'),
    probesImported: false,
    now,
    ...more,
  }
  return { context, asked, pass: (ms: number) => (time += ms) }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )

describe('probeServer()', () => {
  it('asks the server, and keeps the reading', async () => {
    const serverId = await addServer()
    const { context, asked } = setUp()

    expect(await probeServer(context, { serverId })).toMatchObject({ serverId, state: 'open' })
    expect(asked).toEqual(['https://a.example/mcp'])
    expect(await findHealth(context, { serverId })).toMatchObject({ state: 'open', latencyMs: 5 })
  })

  it('makes one probe for many who ask at the same time, or shortly after', async () => {
    const serverId = await addServer()
    const { context, asked, pass } = setUp()
    await Promise.all(Array.from({ length: 5 }, () => probeServer(context, { serverId })))
    pass(9_000)
    await probeServer(context, { serverId })
    expect(asked).toHaveLength(1)

    pass(2_000)
    await probeServer(context, { serverId })
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['ERR_SIGN_IN_REQUIRED', {}, { viewer: undefined }],
    ['ERR_SERVER_NOT_FOUND', { visibility: 'private' }, {}],
    ['ERR_SERVER_NOT_PROBED', { baseUrl: null }, {}],
    ['ERR_PROBING_OFF', { source: 'imported' }, {}],
    ['ERR_PROBING_OFF', { source: 'catalog' }, {}],
    ['done', { source: 'catalog' }, { probesImported: true }],
  ])('answers %s for a server that is %j', async (code, server, changes) => {
    const serverId = await addServer(server)
    const { context, asked } = setUp(changes)

    expect(await codeOf(probeServer(context, { serverId }))).toBe(code)
    expect(asked).toHaveLength(code === 'done' ? 1 : 0)
  })

  it('finds no server of an unknown id', async () => {
    const serverId = crypto.randomUUID()

    expect(await codeOf(probeServer(setUp().context, { serverId }))).toBe('ERR_SERVER_NOT_FOUND')
  })
})

describe('findHealth()', () => {
  it('is unknown for a server that was never probed', async () => {
    const serverId = await addServer()

    expect(await findHealth(setUp().context, { serverId })).toEqual({ serverId, state: 'unknown' })
  })

  it('says nothing of a server that the viewer may not see', async () => {
    const serverId = await addServer({ visibility: 'private' })

    expect(await findHealth(setUp().context, { serverId })).toBeUndefined()
  })
})
