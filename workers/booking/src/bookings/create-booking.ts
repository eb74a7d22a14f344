import type { Booking } from './booking.ts'
import type { BookingContext } from './booking-store.ts'
import { timePast, timeTooFar } from './errors.ts'
import type { RoomId } from './room.ts'

/** How far ahead a room may be booked; a slip in the year is caught. */
export const MAX_YEARS_AHEAD = 5

const MINUTE_MS = 60_000
const YEAR_MS = 366 * 24 * 60 * MINUTE_MS

/** What somebody wants to book. */
export interface BookingWish {
  subject: string
  roomId: RoomId
  startsAt: Date
  minutes: number
  title: string
}

/**
 * Books a room for a person.
 *
 * @throws BookingError When the time is past, too far, or taken
 */
export async function createBooking(context: BookingContext, wish: BookingWish): Promise<Booking> {
  const { subject, roomId, startsAt, minutes, title } = wish
  const now = context.now()
  if (startsAt.getTime() < now) throw timePast()
  if (startsAt.getTime() > now + MAX_YEARS_AHEAD * YEAR_MS) throw timeTooFar(MAX_YEARS_AHEAD)

  const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS)
  return context.bookings.create({ subject, roomId, startsAt, endsAt, title })
}
