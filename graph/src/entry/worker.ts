import type { Database } from '@toolgraph/database'
import { createDatabase } from '@toolgraph/database/worker'
import { createLog, readEnvironment, type Log } from '@toolgraph/entry'
import { createGraphApp, type GraphApp } from '../app.ts'
import { createHealthWorker } from '../health/health-worker.ts'
import { checkDueNamespaces } from '../namespaces/check-due-namespaces.ts'
import { createNotificationWorker } from '../notifications/notification-worker.ts'
import { embedDueDocuments } from '../search/embed-due-documents.ts'
import { createGraphServices, type Reach } from '../services.ts'
import { endOldLinks } from '../storage/link-count.ts'
import { createVectorStore } from '../storage/vector-store.ts'
import { environment } from './environment.ts'
import { createMirror, type MirrorSettings } from './mirror.ts'
import { createReach, createReads } from './reach.ts'
import { VERSION } from './version.ts'

/** Bindings of the Worker: the settings as variables and secrets, and Postgres through Hyperdrive or directly. */
interface Bindings {
  readonly HYPERDRIVE?: { readonly connectionString: string }
  readonly [setting: string]: unknown
}

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void
}

/** The most servers that one cron run probes: the platform ends a run that takes too long. */
const PROBES_PER_RUN = 40
/** The most webhooks that one cron run calls. */
const DELIVERIES_PER_RUN = 40
/** The most pages of a mirrored registry that one cron run reads, and for how long. */
const MIRROR_PAGES_PER_RUN = 20
const MIRROR_MS = 30_000
/** How long a cron run looks at proofs again. */
const PROOF_CHECKS_MS = 20_000
/** How long a cron run writes search documents anew, after an update that reads servers in another way. */
const INDEXING_MS = 20_000
/** How long one run gives documents to a model. */
const EMBEDDING_MS = 20_000

export default {
  async fetch(request: Request, bindings: Bindings, ctx: ExecutionContext): Promise<Response> {
    const { app, reach, databaseUrl } = assemble(bindings)
    // Sockets may not outlive the request that opened them: one client a request.
    const database = createDatabase(databaseUrl)
    const services = createGraphServices(database, reach)
    const platform = {
      waitUntil: (promise: Promise<unknown>) => ctx.waitUntil(promise),
      clientAddress: request.headers.get('cf-connecting-ip') ?? undefined,
    }
    const { response, ended } = watch(await app.fetch(request, services, platform))
    const end = () => {
      services.events.close()
      return database.$disconnect()
    }
    ctx.waitUntil(ended.then(end))
    return response
  },

  async scheduled(_controller: unknown, bindings: Bindings): Promise<void> {
    const { reach, databaseUrl, settings, log } = assemble(bindings)
    const database = createDatabase(databaseUrl)
    try {
      const services = createGraphServices(database, reach)
      const includeImported = reach.probesImported
      await createHealthWorker({ ...services, includeImported, limit: PROBES_PER_RUN }).runOnce()
      await createNotificationWorker({ ...services, limit: DELIVERIES_PER_RUN }).runOnce()
      await endOldLinks(database, services.now())
      await services.icons.prune(services.now())
      await checkDueNamespaces({ ...services, signal: AbortSignal.timeout(PROOF_CHECKS_MS) })
      await services.index.refreshOutdated(AbortSignal.timeout(INDEXING_MS))
      await embedSome(database, reach)
      const mirror = createMirror(settings, { database, log, maxPages: MIRROR_PAGES_PER_RUN })
      await mirror.runOnce(AbortSignal.timeout(MIRROR_MS))
    } finally {
      await database.$disconnect()
    }
  },
}

/** A model that fails must not keep the rest of the run waiting. */
async function embedSome(database: Database, { embeddings, onError }: Reach): Promise<void> {
  if (!embeddings) return
  const vectorStore = createVectorStore(database)
  const signal = AbortSignal.timeout(EMBEDDING_MS)
  await embedDueDocuments({ embeddings, vectorStore }, signal).catch(onError)
}

interface Assembly {
  app: GraphApp
  reach: Reach
  databaseUrl: string
  settings: MirrorSettings
  log: Log
}

/** One isolate has one set of bindings: what does not change from request to request is made once for it. */
const assemblies = new WeakMap<Bindings, Assembly>()

function assemble(bindings: Bindings): Assembly {
  const known = assemblies.get(bindings)
  if (known) return known

  const DATABASE_URL = bindings.HYPERDRIVE?.connectionString ?? bindings['DATABASE_URL']
  const settings = readEnvironment(environment, { ...bindings, DATABASE_URL })
  const log = createLog('graph', settings.TOOLGRAPH_MODE)
  const app = createGraphApp({
    version: VERSION,
    graphUrl: settings.GRAPH_URL,
    issuerUrl: settings.ISSUER_URL,
    // workerd wants it called as a plain function.
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    reads: createReads(settings),
    log,
  })
  const reach = createReach(settings, { log })
  const assembly = { app, reach, databaseUrl: settings.DATABASE_URL, settings, log }
  assemblies.set(bindings, assembly)
  return assembly
}

/** Tells when the last byte of an answer is out: a stream of events still needs its database. */
function watch(response: Response): { response: Response; ended: Promise<void> } {
  if (!response.body) return { response, ended: Promise.resolve() }
  const { readable, writable } = new TransformStream()
  const ended = response.body.pipeTo(writable).catch(() => {})
  return { response: new Response(readable, response), ended }
}
