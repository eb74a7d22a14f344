import { createDatabase } from '@toolgraph/database/worker'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { afterResponse, type WorkerContext } from '@toolgraph/worker'
import { createBookingWorker } from '../app.ts'
import { createBookingStore } from '../storage/booking-store.ts'
import { environment } from './environment.ts'

/** The Worker's bindings; Hyperdrive's address goes before a plain one. */
interface Bindings {
  readonly HYPERDRIVE?: { readonly connectionString: string }
  readonly [name: string]: unknown
}

const worker = createBookingWorker({ log: createLog('booking', 'production') })

export default {
  async fetch(request: Request, bindings: Bindings, ctx: WorkerContext): Promise<Response> {
    const { HYPERDRIVE, ...plain } = bindings
    const url = HYPERDRIVE?.connectionString ?? plain['DATABASE_URL']
    const values = readEnvironment(environment, { ...plain, DATABASE_URL: url })

    // One client a request: a socket may not outlive the request that opened it.
    const database = createDatabase(values.DATABASE_URL)
    const env = {
      bookingUrl: values.BOOKING_URL,
      issuerUrl: values.ISSUER_URL,
      bookings: createBookingStore(database),
      now: Date.now,
    }
    return afterResponse(await worker.fetch(request, env, ctx), ctx, () => database.$disconnect())
  },
}
