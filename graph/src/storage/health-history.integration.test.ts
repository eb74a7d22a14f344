import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toUptime } from '../health/health-day.ts'
import type { HealthState } from '../health/reading.ts'
import { rollUpHealth } from './health-rollup.ts'
import { createHealthStore } from './health-store.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())
beforeEach(async () => {
  await test.database.mcpServer.deleteMany()
  await test.database.healthRollup.deleteMany()
})

const at = (text: string) => new Date(`2026-11-${text}Z`)
const NOON = at('22T12:00:00')

let counter = 0
async function addServer(): Promise<string> {
  counter += 1
  const name = `com.example/s${counter}`
  const words = { title: 'S', description: '', version: '1.0.0' }
  const { id } = await test.database.mcpServer.create({
    data: { name, nameKey: name, ...words, baseUrl: `https://s${counter}.example/mcp` },
  })
  return id
}

type Given = [moment: string, status: HealthState, latencyMs?: number]
const addReadings = (mcpServerId: string, ...readings: Given[]) =>
  test.database.healthCheck.createMany({
    data: readings.map(([moment, status, latencyMs]) => ({
      mcpServerId,
      checkedAt: at(moment),
      status,
      latencyMs: latencyMs ?? null,
    })),
  })

const history = async (id: string, days: number, now = NOON) =>
  (await createHealthStore(test.database).history([id], { days, now })).get(id) ?? []

describe('history()', () => {
  it('counts readings by the day, and how long the server was up by the clock', async () => {
    const id = await addServer()
    await addReadings(
      id,
      ['21T00:00:00', 'open', 10],
      ['21T06:00:00', 'down'],
      ['21T12:00:00', 'open', 30],
      ['21T18:00:00', 'unknown'],
      ['22T00:00:00', 'gated', 20],
    )

    expect(await history(id, 2)).toEqual([
      {
        day: '2026-11-21',
        open: 2,
        gated: 0,
        gatedBroken: 0,
        wrongTransport: 0,
        notMcp: 0,
        down: 1,
        unknown: 1,
        upSeconds: 12 * 3600,
        knownSeconds: 18 * 3600,
        latencyP50: 10,
        latencyP95: 30,
      },
      expect.objectContaining({
        day: '2026-11-22',
        gated: 1,
        upSeconds: 12 * 3600,
        latencyP50: 20,
      }),
    ])
    expect(toUptime(await history(id, 2))).toBe(0.8)
    expect(toUptime(await history(id, 1))).toBe(1)
  })

  it('lets rare readings of a long failure weigh as much as it lasted', async () => {
    const id = await addServer()
    const steady = Array.from({ length: 72 }, (_, n): Given => {
      const moment = new Date(at('21T00:00:00').getTime() + n * 600_000).toISOString()
      return [moment.slice(8, 19), 'open']
    })
    await addReadings(id, ...steady, ['21T12:00:00', 'down'], ['22T00:00:00', 'open'])

    expect(toUptime((await history(id, 2)).slice(0, 1))).toBe(0.5)
  })

  it('carries a reading over midnight, and not over a day of silence', async () => {
    const id = await addServer()
    await addReadings(id, ['20T18:00:00', 'down'])

    expect(await history(id, 3)).toMatchObject([
      { day: '2026-11-20', down: 1, upSeconds: 0, knownSeconds: 6 * 3600 },
      { day: '2026-11-21', down: 0, knownSeconds: 9 * 3600 },
    ])
  })
})

describe('rollUp()', () => {
  const rollUp = (now = NOON, chunk = 1_000) => rollUpHealth(test.database, { now, chunk })

  it('keeps the days when the readings are gone, and says the same of them', async () => {
    const id = await addServer()
    await addReadings(
      id,
      ['20T00:00:00', 'open', 5],
      ['21T00:00:00', 'down'],
      ['22T00:00:00', 'open'],
    )
    const before = await history(id, 3)
    await rollUp()
    expect(await history(id, 3)).toEqual(before)

    await test.database.healthCheck.deleteMany({ where: { checkedAt: { lt: at('22T00:00:00') } } })
    expect(await history(id, 3)).toEqual(before)
    expect(await test.database.mcpServer.findUnique({ where: { id } })).toMatchObject({
      uptime30d: 0.5,
    })
  })

  it('says nothing of the last 30 days where nobody has probed in them', async () => {
    const id = await addServer()
    const day = { open: 9, gated: 0, gatedBroken: 0, wrongTransport: 0, notMcp: 0, down: 0 }
    await test.database.healthDay.create({
      data: {
        serverId: id,
        ...day,
        unknown: 0,
        upSeconds: 9,
        knownSeconds: 9,
        day: at('01T00:00:00'),
      },
    })
    const uptime = async (now: Date) => {
      await test.database.healthRollup.deleteMany()
      await test.database.healthRollup.create({
        data: { day: new Date(now.getTime() - 86_400_000) },
      })
      await rollUp(now)
      return (await test.database.mcpServer.findUnique({ where: { id } }))?.uptime30d
    }
    expect(await uptime(NOON)).toBe(1)
    expect(await uptime(new Date('2026-12-02T12:00:00Z'))).toBe(null)
  })

  it('is shared: each chunk is done once, and a second time comes to the same', async () => {
    const ids = await Promise.all(Array.from({ length: 7 }, addServer))
    for (const id of ids) await addReadings(id, ['20T00:00:00', 'open'], ['21T00:00:00', 'gated'])
    const other = createDatabase(test.url, { max: 2 })
    const done = await Promise.all([rollUp(NOON, 3), rollUpHealth(other, { now: NOON, chunk: 3 })])
    await other.$disconnect()
    expect(done.toSorted()).toEqual([0, 6])

    const read = () =>
      test.database.healthDay.findMany({ orderBy: [{ serverId: 'asc' }, { day: 'asc' }] })
    const rows = await read()
    expect(rows).toHaveLength(14)
    await test.database.healthRollup.updateMany({ data: { day: at('20T00:00:00') } })
    await rollUp()
    expect(await read()).toEqual(rows)
  })

  it('goes on where a process stopped in the middle', async () => {
    const ids = (await Promise.all(Array.from({ length: 5 }, addServer))).toSorted()
    for (const id of ids) await addReadings(id, ['20T00:00:00', 'open'])
    await test.database.healthRollup.create({
      data: { day: at('20T00:00:00'), afterServerId: ids[2] ?? null, leaseUntil: NOON },
    })
    await rollUp(new Date(NOON.getTime() - 1))
    expect(await test.database.healthDay.count()).toBe(0)

    await rollUp()
    const rows = await test.database.healthDay.findMany({ where: { day: at('20T00:00:00') } })
    expect(rows.map(({ serverId }) => serverId).toSorted()).toEqual(ids.slice(3))
  })
})
