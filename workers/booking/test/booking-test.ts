import { createTestClient, createTestIssuer, type TestClient } from '@toolgraph/worker/testing'
import type { InferTools } from '@toolgraph/worker'
import type { Database } from '@toolgraph/database'
import { createBookingWorker } from '../src/app.ts'
import { createBookingStore } from '../src/storage/booking-store.ts'
import { seedRooms } from '../src/storage/seed-rooms.ts'
import type { BookingEnvironment } from '../src/tools/environment.ts'

/** The tools of booking, for a test. */
export type BookingClient = TestClient<InferTools<ReturnType<typeof createBookingWorker>>>

/** Monday morning in the time of the tests. */
export const NOW = Date.UTC(2026, 10, 23, 8)

/** A booking worker with an issuer of its own, at a clock that stands still. */
export async function openBooking(database: Database) {
  const clock = { now: NOW }
  const now = () => clock.now
  const issuer = await createTestIssuer({ now })
  const worker = createBookingWorker({ fetch: issuer.fetch, now })
  await seedRooms(database)
  const env: BookingEnvironment = {
    bookingUrl: 'https://booking.test',
    issuerUrl: issuer.issuer,
    bookings: createBookingStore(database),
    now,
  }
  const resource = worker.manifest(env).url

  return {
    clock,
    worker,
    env,
    /** Connects as a person, with both scopes unless told otherwise. */
    async connect(
      subject: string,
      scopes: readonly string[] = ['booking:read', 'booking:write'],
    ): Promise<BookingClient> {
      const token = await issuer.token({ resource, subject, scopes, expiresIn: 86_400 })
      return createTestClient(worker, { env, token })
    },
  }
}
