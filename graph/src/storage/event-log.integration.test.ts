import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendEvent, createEventLog, pruneEvents, type EventSubscription } from './event-log.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())

const openLog = () => createEventLog(test.database, { pollMs: 10 })
const append = (payload: unknown, more: object = {}) =>
  test.database.$transaction((tx) => appendEvent(tx, { topic: 'server', payload, ...more }))

/** The payloads of the next events. */
async function hear(subscription: EventSubscription, count: number): Promise<unknown[]> {
  const payloads: unknown[] = []
  while (payloads.length < count) {
    const { value, done } = await subscription.next()
    if (done) break
    payloads.push(value.payload)
  }
  return payloads
}

describe('createEventLog()', () => {
  it('hears what another process appends, and nothing from before', async () => {
    await append('before')
    const subscription = openLog().subscribe()
    await subscription.ready

    const other = createDatabase(test.url, { max: 1 })
    await other.$transaction((tx) => appendEvent(tx, { topic: 'health', payload: { a: 1 } }))
    await other.$disconnect()

    const { value } = await subscription.next()
    expect(value).toMatchObject({ topic: 'health', payload: { a: 1 }, serverId: undefined })
    await subscription.return?.()
  })

  it('hears nothing that a look finds which was begun for others', async () => {
    const log = openLog()
    const first = log.subscribe()
    await first.ready
    const second = await test.database.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE graph."Event" IN ACCESS EXCLUSIVE MODE`
      await appendEvent(tx, { topic: 'server', payload: 'before' })
      for (let waiting = 0; waiting === 0;) {
        const [row] = await tx.$queryRaw<{ waiting: number }[]>`
          SELECT count(*)::int AS waiting FROM pg_locks
          WHERE relation = 'graph."Event"'::regclass AND NOT granted`
        waiting = row?.waiting ?? 0
      }
      await first.return?.()
      return log.subscribe()
    })
    await second.ready
    await append('after')

    expect(await hear(second, 1)).toEqual(['after'])
    await second.return?.()
  })

  it('does not hear what was rolled back', async () => {
    const subscription = openLog().subscribe()
    await subscription.ready
    const failing = test.database.$transaction(async (tx) => {
      await appendEvent(tx, { topic: 'server', payload: 'never' })
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await append('after')

    expect(await hear(subscription, 1)).toEqual(['after'])
    await subscription.return?.()
  })

  it('hears an id that commits after a larger one, however long it takes, once', async () => {
    const log = openLog()
    const subscription = log.subscribe()
    await subscription.ready
    const hold = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const late = test.database.$transaction(async (tx) => {
      await appendEvent(tx, { topic: 'server', payload: 'late' })
      begun.resolve()
      await hold.promise
    })
    await begun.promise
    await append('first')
    expect(await hear(subscription, 1)).toEqual(['first'])
    for (let n = 0; n < 5; n += 1) await append(n)
    expect(await hear(subscription, 5)).toEqual([0, 1, 2, 3, 4])

    hold.resolve()
    await late
    await append('last')
    expect((await hear(subscription, 2)).toSorted()).toEqual(['last', 'late'])
    await append('end')
    expect(await hear(subscription, 1)).toEqual(['end'])
    await subscription.return?.()
  })

  it('resumes from where nothing was on its way', async () => {
    const log = openLog()
    const subscription = log.subscribe()
    await subscription.ready
    const hold = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const late = test.database.$transaction(async (tx) => {
      await appendEvent(tx, { topic: 'server', payload: 'late too' })
      begun.resolve()
      await hold.promise
    })
    await begun.promise
    await append('heard')
    const { value } = await subscription.next()
    await subscription.return?.()
    hold.resolve()
    await late

    const resumed = log.subscribe({ after: value?.resumeFrom })
    await resumed.ready
    await append('new')
    const heard: unknown[] = []
    while (heard.at(-1) !== 'new') heard.push((await resumed.next()).value?.payload)
    expect(heard.filter((payload) => payload === 'late too')).toHaveLength(1)
    await resumed.return?.()
  })

  it('tells each listener only what is for it', async () => {
    const log = openLog()
    const serverId = crypto.randomUUID()
    const [everybody, aiko, one, health] = [
      log.subscribe(),
      log.subscribe({ subject: 'aiko' }),
      log.subscribe({ serverId }),
      log.subscribe({ topics: ['health'] }),
    ]
    await everybody?.ready
    await append('for aiko', { audience: 'aiko', topic: 'connection' })
    await append('for ben', { audience: 'ben', topic: 'connection' })
    await append('of one', { serverId })
    await append('health', { topic: 'health' })

    expect(await hear(everybody, 2)).toEqual(['of one', 'health'])
    expect(await hear(aiko, 3)).toEqual(['for aiko', 'of one', 'health'])
    expect(await hear(one, 1)).toEqual(['of one'])
    expect(await hear(health, 1)).toEqual(['health'])
    log.close()
    expect(await aiko.next()).toEqual({ done: true, value: undefined })
  })

  it('resumes among thousands of events that are for others', async () => {
    const [mine, others] = [crypto.randomUUID(), crypto.randomUUID()]
    const first = await test.database.event.create({ data: { topic: 'server', payload: 'mark' } })
    await test.database.event.createMany({
      data: Array.from({ length: 1_100 }, (_, payload) => [
        { topic: 'health', serverId: others, payload },
        { topic: 'tools', serverId: mine, payload },
        { topic: 'health', serverId: mine, audience: 'ben', payload },
      ]).flat(),
    })
    await append('missed', { topic: 'health', serverId: mine })

    const wanted = { topics: ['health'], serverId: mine, subject: 'aiko' } as const
    const subscription = openLog().subscribe({ ...wanted, after: first.id })
    expect(await hear(subscription, 1)).toEqual(['missed'])
    await subscription.return?.()
  })

  it('ends with its signal, also while it waits', async () => {
    const stop = new AbortController()
    const subscription = openLog().subscribe({ signal: stop.signal })
    const next = subscription.next()
    stop.abort()

    expect(await next).toMatchObject({ done: true })
    expect(await openLog().subscribe({ signal: stop.signal }).next()).toMatchObject({ done: true })
  })

  it('ends a subscription that lags a thousand events behind', async () => {
    const subscription = openLog().subscribe()
    await subscription.ready
    await test.database.event.createMany({
      data: Array.from({ length: 1_200 }, () => ({ topic: 'server', payload: {} })),
    })

    expect(await subscription.next()).toMatchObject({ done: true })
  })

  it('goes on after a look that failed', async () => {
    const broken = createDatabase(test.url.replace(/\/[^/?]+(\?|$)/, '/no_such_database$1'), {
      max: 1,
    })
    const errors: unknown[] = []
    const log = createEventLog(broken, { pollMs: 5, onError: (error) => errors.push(error) })
    const subscription = log.subscribe()
    while (errors.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    log.close()

    expect(await subscription.next()).toMatchObject({ done: true })
    await broken.$disconnect()
  })
})

describe('pruneEvents()', () => {
  it('forgets what is older, but nothing that people are still to be told of', async () => {
    await append('told')
    await test.database.event.updateMany({ data: { toldAt: new Date() } })
    await append('untold')
    expect(await pruneEvents(test.database, new Date(Date.now() + 1_000))).toBeGreaterThan(0)
    const left = await test.database.event.findMany({ select: { payload: true } })
    expect(left).toEqual([{ payload: 'untold' }])
  })
})
