import process from 'node:process'
import { createDatabase } from '@toolgraph/database/node'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { runEntry } from '@toolgraph/entry/node'
import { registerWorker } from '@toolgraph/worker'
import { serveWorker } from '@toolgraph/worker/node'
import { createBookingWorker } from '../app.ts'
import { createBookingStore } from '../storage/booking-store.ts'
import { seedRooms } from '../storage/seed-rooms.ts'
import { environment } from './environment.ts'

runEntry(async () => {
  const values = readEnvironment(environment, process.env)
  const { BOOKING_URL, GRAPH_URL, ISSUER_URL } = values
  const log = createLog('booking', values.TOOLGRAPH_MODE)
  const database = createDatabase(values.DATABASE_URL)
  const worker = createBookingWorker({ log })
  const stopping = new AbortController()

  await seedRooms(database)
  const env = {
    bookingUrl: BOOKING_URL,
    issuerUrl: ISSUER_URL,
    bookings: createBookingStore(database),
    now: Date.now,
  }
  await serveWorker(worker, {
    env,
    name: 'booking',
    host: values.HOST,
    port: values.BOOKING_PORT,
    log,
    onStop: async () => {
      stopping.abort()
      await database.$disconnect()
    },
  })

  await registerWorker({
    manifest: worker.manifest(env),
    graphUrl: GRAPH_URL,
    issuer: ISSUER_URL,
    clientId: 'booking',
    clientSecret: values.BOOKING_CLIENT_SECRET,
    // The graph has one resource for all its faces.
    resource: `${GRAPH_URL}/mcp`,
    scope: 'servers:write',
    signal: stopping.signal,
    log,
  })
})
