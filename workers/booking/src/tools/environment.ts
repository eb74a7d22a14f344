import type { BookingStore } from '../bookings/booking-store.ts'

/** What the tools and the options of the worker read; each entry builds it. */
export interface BookingEnvironment {
  /** The public address of this worker, without a path. */
  readonly bookingUrl: string
  readonly issuerUrl: string
  /** On Workers one a request, as its connections may not outlive it. */
  readonly bookings: BookingStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}
