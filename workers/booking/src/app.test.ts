import { describe, expect, it } from 'vitest'
import { createBookingWorker } from './app.ts'
import type { BookingEnvironment } from './tools/environment.ts'

const nothing = async () => []
const env: BookingEnvironment = {
  bookingUrl: 'https://booking.test',
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
  it('names it, its scopes and their reasons in English and Japanese', () => {
    expect(manifest).toMatchObject({
      name: 'dev.toolgraph/booking',
      url: 'https://booking.test/mcp',
      translations: { ja: { title: '会議室予約', description: expect.any(String) } },
      scopes: [
        {
          name: 'booking:read',
          description: expect.any(String),
          descriptions: { ja: expect.any(String) },
        },
        {
          name: 'booking:write',
          description: expect.any(String),
          descriptions: { ja: expect.any(String) },
        },
      ],
    })
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

  it.each(manifest.tools)('says of $name all that an agent and a form need', (tool) => {
    expect(tool).toMatchObject({
      title: expect.any(String),
      outputSchema: { type: 'object' },
      annotations: {
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: false,
      },
      translations: { ja: { title: expect.any(String), description: expect.any(String) } },
      inputSchema: { additionalProperties: false },
    })
    expect(tool.description.length).toBeGreaterThan(30)
    expect(tool.description.length).toBeLessThan(300)

    const properties = tool.inputSchema['properties'] ?? {}
    for (const property of Object.values(properties)) {
      expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) })
    }
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
