import type { ServerEnvironment } from '@toolgraph/house-server'
import type { BookingStore } from '../bookings/booking-store.ts'

/** What the tools of booking read. */
export interface BookingEnvironment extends ServerEnvironment {
  readonly bookings: BookingStore
}
