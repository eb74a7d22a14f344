import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHealthStore } from '../storage/health-store.ts'
import { probeDueServers, type ProbeDueOptions } from './probe-due-servers.ts'
import type { Probe } from './probe.ts'
import type { Finding } from './reading.ts'
import type { ProbeContext } from './run-probe.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())
beforeEach(async () => {
  await test.database.mcpServer.deleteMany()
  await test.database.probeHost.deleteMany()
})

const NOW = new Date('2026-11-22T12:00:00Z')
const open: Finding = { state: 'open', checkedAt: NOW, latencyMs: 5 }

const addServers = (count: number, host = (n: number) => `s${n}.example`) =>
  test.database.mcpServer.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      name: `com.example/s${n}`,
      nameKey: `com.example/s${n}`,
      title: `S ${n}`,
      description: '',
      version: '1.0.0',
      baseUrl: `https://${host(n)}/mcp/${n}`,
    })),
  })

const createWorker = (probe: Probe, more: Partial<ProbeContext & ProbeDueOptions> = {}) => ({
  runOnce(signal?: AbortSignal) {
    const context = {
      health: createHealthStore(test.database),
      probe,
      now: () => NOW,
      random: () => 0.5,
      ...more,
    }
    return probeDueServers(context, { includeImported: false, ...more, signal })
  },
})

const states = async () => {
  const rows = await test.database.mcpServer.findMany({ orderBy: { name: 'asc' } })
  return rows.map(({ healthState }) => healthState)
}

describe('two workers on one database', () => {
  it('probe each server once', async () => {
    await addServers(30)
    const probed: string[] = []
    const probe: Probe = async (url) => {
      probed.push(url)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return open
    }
    const other = createDatabase(test.url, { max: 5 })
    const counts = await Promise.all([
      createWorker(probe).runOnce(),
      createWorker(probe, { health: createHealthStore(other) }).runOnce(),
    ])
    await other.$disconnect()

    expect(counts[0] + counts[1]).toBe(30)
    expect(new Set(probed).size).toBe(30)
    expect(probed).toHaveLength(30)
    expect(await test.database.healthCheck.count()).toBe(30)
  })
})

describe('a turn', () => {
  it('is not held up by a server that never answers', async () => {
    await addServers(12)
    const stop = new AbortController()
    const probe: Probe = async (url) => (url.endsWith('/0') ? new Promise(() => {}) : open)
    const turn = createWorker(probe).runOnce(stop.signal)

    const others = Array.from({ length: 11 }, () => 'open')
    await expect.poll(states).toEqual(['unknown', ...others])
    stop.abort()
    expect(await turn).toBe(11)
  })

  it('gives a server up that comes to no end, at its deadline', async () => {
    await addServers(2)
    const probe: Probe = async (url) => (url.endsWith('/0') ? new Promise(() => {}) : open)

    expect(await createWorker(probe, { timeoutMs: 50 }).runOnce()).toBe(2)
    expect(await states()).toEqual(['down', 'open'])
    expect(
      await test.database.mcpServer.findFirst({ where: { healthState: 'down' } }),
    ).toMatchObject({ healthDetail: 'It did not answer in time' })
  })

  it('probes two servers of a host at a time', async () => {
    await addServers(6, () => 'same.example')
    let [now, most] = [0, 0]
    const worker = createWorker(async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 10))
      now -= 1
      return open
    })

    expect(await worker.runOnce()).toBe(6)
    expect(most).toBe(2)
  })

  it('ends after so many, for a platform that ends us anyway', async () => {
    await addServers(5)

    expect(await createWorker(async () => open, { limit: 2 }).runOnce()).toBe(2)
  })

  it('calls a server unknown, not down, when our own way out does not work', async () => {
    await addServers(1)
    const down: Finding = { state: 'down', checkedAt: NOW }
    await createWorker(async () => down, { checkOutbound: async () => false }).runOnce()

    expect(await states()).toEqual(['unknown'])
    expect(await test.database.mcpServer.findFirst()).toMatchObject({
      healthDetail: 'Our own way out did not work',
      probeFailures: 0,
    })
  })

  it('believes that a server is down when our own way out works', async () => {
    await addServers(1)
    const down: Finding = { state: 'down', checkedAt: NOW }
    await createWorker(async () => down, { checkOutbound: async () => true }).runOnce()

    expect(await test.database.mcpServer.findFirst()).toMatchObject({
      healthState: 'down',
      probeFailures: 1,
      probeDueAt: new Date(NOW.getTime() + 60_000),
    })
  })

  it('says so when the probe itself fails, and goes on', async () => {
    await addServers(2)
    const faults: unknown[] = []
    const fault = new TypeError('a bug')
    const worker = createWorker(
      async (url) => {
        if (url.endsWith('/0')) throw fault
        return open
      },
      { onFault: (error) => faults.push(error) },
    )

    expect(await worker.runOnce()).toBe(2)
    expect([await states(), faults]).toEqual([['unknown', 'open'], [fault]])
  })

  it('stores hostile text as text', async () => {
    await addServers(1)
    const tool = {
      name: 'a',
      description: 'x\u0000y\uD800',
      inputSchema: { type: 'object', '\u0000': 1 },
    }
    await createWorker(async () => ({ ...open, tools: [tool] })).runOnce()

    expect(await test.database.mcpTool.findFirst()).toMatchObject({ description: 'x\uFFFDy\uFFFD' })
  })
})
