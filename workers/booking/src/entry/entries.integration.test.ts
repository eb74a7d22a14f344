import path from 'node:path'
import {
  expectStrangersRefused,
  openEntries,
  type ListeningServer,
  type OpenEntries,
} from '@toolgraph/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { booking } from './server.ts'

const scopes = ['booking:read', 'booking:write']
let entries: OpenEntries

beforeAll(async () => {
  entries = await openEntries(booking, path.join(import.meta.dirname, '../..'))
})
afterAll(() => entries?.close())

describe.each([
  ['Node', 'onNode', 1],
  ['workerd', 'onWorkerd', 2],
] as const)('booking over a socket on %s', (_platform, open, day) => {
  let server: ListeningServer
  const startsAt = new Date(Date.now() + day * 86_400_000).toISOString()
  const wish = { roomId: 'umi', startsAt, title: 'Review' }
  const count = () => entries.database.booking.count({ where: { startsAt } })

  beforeAll(async () => {
    server = await entries[open]()
  })

  it('refuses strangers with a sound challenge, and books nothing', async () => {
    await expectStrangersRefused(server, entries, { tool: 'create_booking', args: wish, scopes })
    expect(await count()).toBe(0)
  })

  it('with booking:read alone is 403 and told what is missing, and books nothing', async () => {
    const token = await entries.issuer.token({
      resource: entries.resource,
      scopes: ['booking:read'],
    })
    const response = await server.call('create_booking', wish, token)
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toContain(
      'error="insufficient_scope", error_description="This needs more scopes than the token has", scope="booking:write"',
    )
    expect(await count()).toBe(0)
  })

  it('gives one slot to exactly one of 50 parallel callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const subject = `person-${index}`
        const token = await entries.issuer.token({ resource: entries.resource, subject, scopes })
        return (await server.call('create_booking', wish, token)).text()
      }),
    )
    expect(answers.filter((answer) => answer.includes('"booking":{'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('ERR_ROOM_TAKEN'))).toHaveLength(49)
    expect(await count()).toBe(1)
  })
})

describe('the timer of the Worker', () => {
  it('fills the tables and publishes the server, each time alike', async () => {
    const worker = await entries.onWorkerd()
    await entries.database.booking.deleteMany()
    await entries.database.bookingRoom.deleteMany()
    expect(await worker.tick?.()).toMatchObject({ outcome: 'ok' })
    expect(await worker.tick?.()).toMatchObject({ outcome: 'ok' })

    expect(await entries.database.bookingRoom.count()).toBe(5)
    expect(entries.published).toHaveLength(2)
    expect(entries.published[0]).toMatchObject({ name: 'dev.toolgraph/booking' })
    expect(entries.published[1]).toEqual(entries.published[0])
  })
})
