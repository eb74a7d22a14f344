import type { Database } from '@toolgraph/database'
import { createDatabase } from '@toolgraph/database/worker'
import { createLog } from '@toolgraph/entry'
import {
  afterResponse,
  registerWorker,
  type ToolTypes,
  type WorkerContext,
} from '@toolgraph/worker'
import type { HouseServer, ServerEnvironment } from './house-server.ts'
import { toRegistration } from './registration.ts'
import { readServerEnvironment, toWorld } from './server-environment.ts'

/** The Worker's bindings; Hyperdrive's address goes before a plain one. */
export interface ServerBindings {
  readonly HYPERDRIVE?: { readonly connectionString: string }
  readonly [name: string]: unknown
}

/** How long a timer tries to publish; the next one tries again. */
const PUBLISH_TIMEOUT_MS = 25_000

/** Creates what a Worker exports: it answers requests, and its timer seeds the tables and publishes the server. */
export function createServerEntry<env extends ServerEnvironment, tools extends ToolTypes>(
  server: HouseServer<env, tools>,
) {
  const log = createLog(server.name, 'production')
  const worker = server.createWorker({ log })

  // One client a request: a socket may not outlive the request that opened it.
  const open = (bindings: ServerBindings) => {
    const { HYPERDRIVE, ...plain } = bindings
    const url = HYPERDRIVE?.connectionString ?? plain['DATABASE_URL']
    const settings = readServerEnvironment(server, { ...plain, DATABASE_URL: url })
    const database = createDatabase(settings.DATABASE_URL)
    const { base, outside } = toWorld(settings)
    return { settings, database, env: server.openEnvironment(base, database, outside) }
  }

  return {
    async fetch(request: Request, bindings: ServerBindings, ctx: WorkerContext): Promise<Response> {
      const { database, env } = open(bindings)
      return afterResponse(await worker.fetch(request, env, ctx), ctx, () => database.$disconnect())
    },

    async scheduled(_controller: unknown, bindings: ServerBindings): Promise<void> {
      const { settings, database, env } = open(bindings)
      await seedAndClose(server, database)
      const registration = toRegistration(server.name, worker.manifest(env), settings)
      const signal = AbortSignal.timeout(PUBLISH_TIMEOUT_MS)
      const published = await registerWorker({ ...registration, signal, log })
      if (published === undefined) throw new Error(`Cannot publish ${server.name}: see the log`)
    },
  }
}

async function seedAndClose(
  { seed }: { seed?(database: Database): Promise<void> },
  database: Database,
): Promise<void> {
  try {
    await seed?.(database)
  } finally {
    await database.$disconnect()
  }
}
