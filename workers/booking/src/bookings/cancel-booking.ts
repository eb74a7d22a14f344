import type { Booking } from './booking.ts'
import type { BookingContext } from './booking-store.ts'
import { bookingNotFound, bookingOver } from './errors.ts'

/**
 * Cancels a person's own booking; the room is free again at once. Doing it again changes nothing.
 *
 * @throws BookingError When it is not theirs, or over
 */
export async function cancelBooking(
  context: BookingContext,
  { subject, id }: { subject: string; id: string },
): Promise<Booking> {
  const booking = await context.bookings.findOwn(subject, id)
  if (booking === undefined) throw bookingNotFound(id)
  if (booking.cancelledAt !== undefined) return booking

  const now = new Date(context.now())
  if (booking.endsAt <= now) throw bookingOver(id)
  const cancelled = await context.bookings.cancelOwn(subject, id, now)
  if (cancelled === undefined) throw bookingNotFound(id)
  return cancelled
}
