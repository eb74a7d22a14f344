import type { Database } from '@toolgraph/database'
import { createDatabase } from '@toolgraph/database/worker'
import { createLog, readEnvironment, type Log } from '@toolgraph/entry'
import { createGraphApp, type GraphApp } from '../app.ts'
import { probeDueServers } from '../health/probe-due-servers.ts'
import { createNotificationWorker } from '../notifications/notification-worker.ts'
import { runChores, type Chores } from '../run-chores.ts'
import { embedDueDocuments } from '../search/embed-due-documents.ts'
import { createGraphServices, type Reach } from '../services.ts'
import { createVectorStore } from '../storage/vector-store.ts'
import { tidying } from '../tidying.ts'
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
    const assembly = assemble(bindings)
    const { databaseUrl, log } = assembly
    const database = createDatabase(databaseUrl)
    try {
      const failed = await runChores(chores(assembly, database), {
        onFault: (message, error) => log.error(message, { error }),
      })
      if (failed.length > 0) throw new Error(`Cannot ${failed.join(', ')}`)
    } finally {
      await database.$disconnect()
    }
  },
}

/** What one cron run does; on Node each has turns of its own. */
function chores({ reach, settings, log }: Assembly, database: Database): Chores {
  const services = createGraphServices(database, reach)
  const { probesImported: includeImported, embeddings } = reach
  const onFault = (error: unknown, { url }: { url: string }) =>
    log.error('Cannot probe a server', { error, url })
  return {
    probe: () =>
      probeDueServers({ ...services, onFault }, { includeImported, limit: PROBES_PER_RUN }),
    'tell what has happened': () =>
      createNotificationWorker({ ...services, limit: DELIVERIES_PER_RUN }).runOnce(),
    ...tidying({ database, services, proofSignal: () => AbortSignal.timeout(PROOF_CHECKS_MS) }),
    'write the search index anew': () =>
      services.index.refreshOutdated(AbortSignal.timeout(INDEXING_MS)),
    'embed what is searched for': async () => {
      if (!embeddings) return
      const vectorStore = createVectorStore(database)
      await embedDueDocuments({ embeddings, vectorStore }, AbortSignal.timeout(EMBEDDING_MS))
    },
    mirror: () =>
      createMirror(settings, { database, log, maxPages: MIRROR_PAGES_PER_RUN }).runOnce(
        AbortSignal.timeout(MIRROR_MS),
      ),
  }
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
