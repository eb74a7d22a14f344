import process from 'node:process'
import { createDatabase } from '@toolgraph/database/node'
import { createLog } from '@toolgraph/entry'
import { runEntry } from '@toolgraph/entry/node'
import { registerWorker, type ToolTypes } from '@toolgraph/worker'
import { serveWorker } from '@toolgraph/worker/node'
import type { HouseServer, ServerEnvironment } from './house-server.ts'
import { toRegistration } from './registration.ts'
import { readServerEnvironment, toWorld } from './server-environment.ts'

/** Runs a server on Node until it is told to stop: seeds its tables, listens, publishes itself. */
export function runServer<env extends ServerEnvironment, tools extends ToolTypes>(
  server: HouseServer<env, tools>,
): void {
  runEntry(async () => {
    const { name } = server
    const settings = readServerEnvironment(server, process.env)
    const log = createLog(name, settings.TOOLGRAPH_MODE)
    const database = createDatabase(settings.DATABASE_URL)
    const worker = server.createWorker({ log })
    const stopping = new AbortController()

    await server.seed?.(database)
    const { base, outside } = toWorld(settings)
    const env = server.openEnvironment(base, database, outside)
    await serveWorker(worker, {
      env,
      name,
      host: settings.HOST,
      port: settings.PORT,
      log,
      onStop: async () => {
        stopping.abort()
        await database.$disconnect()
      },
    })

    const registration = toRegistration(name, worker.manifest(env), settings)
    await registerWorker({ ...registration, signal: stopping.signal, log })
  })
}
