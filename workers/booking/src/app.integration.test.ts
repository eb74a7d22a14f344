import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { codeOf, NOW, openServer } from '@toolgraph/testing/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { booking as server } from './entry/server.ts'

const HOUR = 3_600_000
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString()

const scopes = ['booking:read', 'booking:write']
const open = (database: TestDatabase['database']) => openServer(server, { database, scopes })
type Booking = Awaited<ReturnType<typeof open>>
type BookingClient = Awaited<ReturnType<Booking['connect']>>

let test: TestDatabase
let booking: Booking
let aiko: BookingClient
let ben: BookingClient

beforeAll(async () => {
  test = await createTestDatabase('booking')
  booking = await open(test.database)
  aiko = await booking.connect('aiko')
  ben = await booking.connect('ben')
})
beforeEach(async () => {
  booking.clock.now = NOW
  await test.database.booking.deleteMany()
})
afterAll(() => test?.close())

async function book(client: BookingClient, hours: number, minutes = 60) {
  const wish = { roomId: 'sakura', startsAt: at(hours), minutes, title: 'Review' } as const
  return (await client.call('create_booking', wish)).booking
}

describe('list_rooms', () => {
  it('lists the seeded rooms, the largest first', async () => {
    const { rooms } = await aiko.call('list_rooms', {})
    expect(rooms.map((room) => room.id)).toEqual(['fuji', 'umi', 'kaede', 'sakura', 'hinoki'])
    expect(rooms[0]).toEqual({ id: 'fuji', name: 'Fuji Hall', nameJa: '富士ホール', capacity: 40 })
  })

  it('leaves out rooms that are too small', async () => {
    const { rooms } = await aiko.call('list_rooms', { seats: 12 })
    expect(rooms.map((room) => room.id)).toEqual(['fuji', 'umi', 'kaede'])
  })
})

describe('create_booking', () => {
  it('books a room for the person of the token', async () => {
    const made = await book(aiko, 1)
    expect(made).toMatchObject({
      roomId: 'sakura',
      roomName: 'Cherry Room',
      title: 'Review',
      startsAt: at(1),
      endsAt: at(2),
    })
    expect((await aiko.call('list_bookings', {})).bookings).toEqual([made])
  })

  it.each([
    ['the same time', 1, 60],
    ['a time within it', 1.25, 15],
    ['a time around it', 0.5, 180],
    ['a time that begins within it', 1.5, 60],
  ])('refuses %s', async (_case, hours, minutes) => {
    await book(aiko, 1)
    expect(await codeOf(book(ben, hours, minutes))).toBe('ERR_ROOM_TAKEN')
  })

  it('takes a time right before and right after', async () => {
    await book(aiko, 2)
    await book(ben, 1)
    await book(ben, 3)
  })

  it('gives one slot to exactly one of 50 parallel callers', async () => {
    const calls = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => book(index % 2 ? aiko : ben, 4)),
    )
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason.cause] : []))
    expect(refused).toEqual(Array.from({ length: 49 }, () => 'ERR_ROOM_TAKEN'))
    expect(await test.database.booking.count()).toBe(1)
  })

  it('refuses what is past and what is more than five years ahead', async () => {
    expect(await codeOf(book(aiko, -1))).toBe('ERR_TIME_PAST')
    expect(await codeOf(book(aiko, 24 * 366 * 6))).toBe('ERR_TIME_TOO_FAR')
  })

  it.each([
    ['an unknown room', { roomId: 'attic' }],
    ['a time without a zone', { startsAt: '2026-12-01T09:00:00' }],
    ['no time at all', { startsAt: 'tomorrow' }],
    ['a time before time', { startsAt: '0000-01-01T00:00:00Z' }],
    ['no title', { title: '   ' }],
    ['a NUL in the title', { title: 'a\u0000b' }],
    ['a title that turns the text around', { title: 'a\u202Eb' }],
    ['half a character', { title: 'a\uD800' }],
    ['half a minute', { minutes: 30.5 }],
    ['a whole day', { minutes: 1440 }],
    ['a field it does not know', { subject: 'ben' }],
  ])('refuses %s with a sentence, and stores nothing', async (_case, wrong) => {
    const wish = { roomId: 'sakura', startsAt: at(1), title: 'Review', ...wrong }
    const result = await aiko.callRaw('create_booking', wish)
    expect(result).toMatchObject({
      isError: true,
      _meta: { 'dev.toolgraph/code': 'ERR_ARGUMENTS_INVALID' },
      content: [{ text: expect.stringMatching(/^Cannot call tool "create_booking": /) }],
    })
    expect(await test.database.booking.count()).toBe(0)
  })

  it('needs booking:write', async () => {
    const reader = await booking.connect('aiko', { scopes: ['booking:read'] })
    await expect(book(reader, 1)).rejects.toThrow()
    expect(await test.database.booking.count()).toBe(0)
  })
})

describe('find_availability', () => {
  it('tells when a room is held and when it is free', async () => {
    await book(aiko, 1)
    await book(ben, 3, 30)
    const { rooms } = await ben.call('find_availability', {
      from: at(0),
      hours: 4,
      roomId: 'sakura',
    })
    expect(rooms).toEqual([
      {
        roomId: 'sakura',
        roomName: 'Cherry Room',
        capacity: 8,
        busy: [
          { startsAt: at(1), endsAt: at(2) },
          { startsAt: at(3), endsAt: at(3.5) },
        ],
        free: [
          { startsAt: at(0), endsAt: at(1) },
          { startsAt: at(2), endsAt: at(3) },
          { startsAt: at(3.5), endsAt: at(4) },
        ],
      },
    ])
  })

  it('never tells whose a booking is, or what for', async () => {
    await book(aiko, 1)
    const answer = JSON.stringify(await ben.callRaw('find_availability', { from: at(0) }))
    expect(answer).not.toMatch(/aiko|Review/)
  })

  it('takes a time in another zone', async () => {
    await book(aiko, 1)
    const { rooms } = await ben.call('find_availability', {
      from: '2026-11-23T18:00:00+09:00',
      hours: 1,
      roomId: 'sakura',
    })
    expect(rooms[0]?.busy).toEqual([{ startsAt: at(1), endsAt: at(2) }])
  })
})

describe('list_bookings', () => {
  it("shows a person's own bookings only", async () => {
    await book(aiko, 1)
    const mine = await book(ben, 2)
    expect((await ben.call('list_bookings', {})).bookings).toEqual([mine])
  })

  it('shows past and cancelled ones when asked', async () => {
    const first = await book(aiko, 1)
    const second = await book(aiko, 2)
    await aiko.call('cancel_booking', { bookingId: second.id })
    booking.clock.now = NOW + 3 * HOUR

    expect((await aiko.call('list_bookings', {})).bookings).toEqual([])
    expect((await aiko.call('list_bookings', { past: true })).bookings).toEqual([first])
    const { bookings } = await aiko.call('list_bookings', { past: true, cancelled: true })
    expect(bookings.map(({ id }) => id)).toEqual([first.id, second.id])
  })

  it('says whether there are more', async () => {
    for (const hours of [1, 2, 3]) await book(aiko, hours)
    expect(await aiko.call('list_bookings', { limit: 2 })).toMatchObject({ hasMore: true })
    expect(await aiko.call('list_bookings', { limit: 3 })).toMatchObject({ hasMore: false })
  })
})

describe('cancel_booking', () => {
  it('frees the room at once, and changes nothing the second time', async () => {
    const { id } = await book(aiko, 1)
    const { booking: cancelled } = await aiko.call('cancel_booking', { bookingId: id })
    expect(cancelled.cancelledAt).toBe(new Date(NOW).toISOString())

    booking.clock.now += 1000
    expect((await aiko.call('cancel_booking', { bookingId: id })).booking).toEqual(cancelled)
    await book(ben, 1)
  })

  it("does not find somebody else's booking", async () => {
    const { id } = await book(aiko, 1)
    expect(await codeOf(ben.call('cancel_booking', { bookingId: id }))).toBe(
      'ERR_BOOKING_NOT_FOUND',
    )
    expect((await aiko.call('list_bookings', {})).bookings).toHaveLength(1)
  })

  it('refuses one that is over', async () => {
    const { id } = await book(aiko, 1)
    booking.clock.now = NOW + 3 * HOUR
    expect(await codeOf(aiko.call('cancel_booking', { bookingId: id }))).toBe('ERR_BOOKING_OVER')
  })
})
