import { expectWellSaid } from '@toolgraph/testing/server'
import { describe, expect, it } from 'vitest'
import { createBookingWorker } from './app.ts'
import type { BookingEnvironment } from './tools/environment.ts'

const nothing = async () => []
const env: BookingEnvironment = {
  url: 'https://booking.test',
  issuerUrl: 'https://issuer.test',
  now: Date.now,
  bookings: {
    listRooms: nothing,
    listBusy: nothing,
    listOwn: nothing,
    create: () => Promise.reject(new Error('not here')),
    findOwn: async () => undefined,
    cancelOwn: async () => undefined,
  },
}
const manifest = createBookingWorker().manifest(env)

describe('the manifest of booking', () => {
  it('says of itself and its tools all that people, agents and forms need', () => {
    expect(manifest).toMatchObject({
      name: 'dev.toolgraph/booking',
      url: 'https://booking.test/mcp',
      translations: { ja: { title: '会議室予約' } },
    })
    expect(manifest.scopes?.map(({ name }) => name)).toEqual(['booking:read', 'booking:write'])
    expectWellSaid(manifest)
  })

  it('lets reading tools ask for booking:read and writing ones for booking:write', () => {
    const scopes = manifest.tools.map(({ name, scopes }) => [name, scopes])
    expect(Object.fromEntries(scopes)).toEqual({
      list_rooms: ['booking:read'],
      find_availability: ['booking:read'],
      create_booking: ['booking:write'],
      list_bookings: ['booking:read'],
      cancel_booking: ['booking:write'],
    })
  })

  it('offers the rooms by their ids, and moments as such', () => {
    const create = manifest.tools.find((tool) => tool.name === 'create_booking')
    expect(create?.inputSchema['properties']).toMatchObject({
      roomId: { enum: ['fuji', 'kaede', 'sakura', 'hinoki', 'umi'] },
      startsAt: { type: 'string', format: 'date-time' },
      minutes: { type: 'integer', default: 60, minimum: 5, maximum: 480 },
    })
  })
})
