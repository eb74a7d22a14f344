import type { HouseServer } from '@toolgraph/house-server'
import type { InferTools } from '@toolgraph/worker'
import { createBookingWorker } from '../app.ts'
import { createBookingStore } from '../storage/booking-store.ts'
import { seedRooms } from '../storage/seed-rooms.ts'
import type { BookingEnvironment } from '../tools/environment.ts'

/** How booking is run, wherever that is. */
export const booking: HouseServer<
  BookingEnvironment,
  InferTools<ReturnType<typeof createBookingWorker>>
> = {
  name: 'booking',
  port: 4301,
  createWorker: createBookingWorker,
  openEnvironment: (base, database) => ({ ...base, bookings: createBookingStore(database) }),
  seed: seedRooms,
}
