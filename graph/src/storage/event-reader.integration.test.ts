import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendEvent } from './event-log.ts'
import { createEventReader, type EventReader } from './event-reader.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())

/** Appends in a transaction of its own, which is committed when it is told to. */
async function appendSlowly(payload: string): Promise<() => Promise<void>> {
  const [begun, hold] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const committed = test.database.$transaction(async (transaction) => {
    await appendEvent(transaction, { topic: 'server', payload })
    begun.resolve()
    await hold.promise
  })
  await begun.promise
  return () => {
    hold.resolve()
    return committed
  }
}

const append = (payload: string) =>
  test.database.$transaction((transaction) =>
    appendEvent(transaction, { topic: 'server', payload }),
  )

const payloads = async (reader: EventReader) => (await reader.read()).map(({ payload }) => payload)

describe('createEventReader()', () => {
  it('lets who has heard one of two late events resume at the other', async () => {
    const reader = createEventReader(test.database)
    await reader.start()
    const commits = [await appendSlowly('late'), await appendSlowly('late too')]
    await append('early')
    expect(await payloads(reader)).toEqual(['early'])
    expect(await payloads(reader)).toEqual([])

    for (const commit of commits) await commit()
    const [late] = await reader.read()
    const missed = await reader.since(late?.resumeFrom ?? 0n, {}, 10)
    expect(late?.payload).toBe('late')
    expect(missed.map(({ payload }) => payload)).toContain('late too')
  })
})
