import * as z from 'zod'
import type { Booking, Span } from '../bookings/booking.ts'
import { ROOM_IDS, ROOMS, type Room } from '../bookings/room.ts'

/** Which room. */
export const roomIdSchema = z
  .enum(ROOM_IDS)
  .meta({ title: 'Room', description: 'The id of a room; list_rooms tells names and seats' })

/** The same in Japanese, for a form: there each room stands by its name. */
export const roomIdJa = {
  title: '部屋',
  description: '部屋ごとの定員は「部屋の一覧」でわかります',
  options: Object.fromEntries(ROOMS.map(({ id, nameJa }) => [id, nameJa])),
}

const ZONED = 'must be a date and a time with a zone: 2026-12-01T09:00:00Z'
const FIRST_MOMENT = Date.UTC(2000, 0)
const LAST_MOMENT = Date.UTC(2100, 0)

/** A moment, with its time zone. */
export const momentSchema = z.iso
  .datetime({ offset: true, error: ZONED })
  .refine(isNearOurTime, 'must lie between the years 2000 and 2100')
  .meta({ examples: ['2026-12-01T09:00:00Z', '2026-12-01T18:00:00+09:00'] })

/** A room, as callers see it. */
export const roomSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameJa: z.string().describe('The name in Japanese'),
  capacity: z.int().describe('Seats'),
})

/** A span of time, in UTC. */
export const spanSchema = z.object({
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
})

/** A booking, as its owner sees it. */
export const bookingSchema = z.object({
  id: z.uuid(),
  roomId: z.string(),
  roomName: z.string(),
  title: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  cancelledAt: z.iso.datetime().optional().describe('When it was cancelled, if it was'),
})

/** See `roomSchema`. */
export function toRoom({ id, name, nameJa, capacity }: Room): z.infer<typeof roomSchema> {
  return { id, name, nameJa, capacity }
}

/** See `spanSchema`. */
export function toSpan({ startsAt, endsAt }: Span): z.infer<typeof spanSchema> {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

/** See `bookingSchema`. */
export function toBooking(booking: Booking): z.infer<typeof bookingSchema> {
  const { id, roomId, title, cancelledAt } = booking
  return {
    id,
    roomId,
    roomName: ROOMS.find((room) => room.id === roomId)?.name ?? roomId,
    title,
    ...toSpan(booking),
    ...(cancelledAt === undefined ? {} : { cancelledAt: cancelledAt.toISOString() }),
  }
}

function isNearOurTime(text: string): boolean {
  const time = Date.parse(text)
  return time >= FIRST_MOMENT && time < LAST_MOMENT
}
