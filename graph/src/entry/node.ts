import type { Database } from '@toolgraph/database'
import { createDatabase } from '@toolgraph/database/node'
import { createLog, readEnvironment, type Log } from '@toolgraph/entry'
import { createAddressReader, runEntry, serveNode } from '@toolgraph/entry/node'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createGraphApp } from '../app.ts'
import { compileWithJit } from '../graphql/operation/compile-with-jit.ts'
import { probeDueServers } from '../health/probe-due-servers.ts'
import { createNotificationWorker } from '../notifications/notification-worker.ts'
import { runChores } from '../run-chores.ts'
import { embedDueDocuments } from '../search/embed-due-documents.ts'
import { createGraphServices, type Reach } from '../services.ts'
import { startTurns } from '../start-turns.ts'
import { createVectorStore } from '../storage/vector-store.ts'
import { tidying } from '../tidying.ts'
import { environment } from './environment.ts'
import { createMirror } from './mirror.ts'
import { createReach, createReads } from './reach.ts'
import { createTxtResolver } from './resolve-txt.ts'
import { VERSION } from './version.ts'

/** Between two looks for servers whose probe is due. */
const PROBE_INTERVAL_MS = 5000
/** Between two looks for what people and webhooks are to be told. */
const TELL_INTERVAL_MS = 2000
/** Between two looks for registries that are to be read again. */
const MIRROR_INTERVAL_MS = 30_000
/** Between two looks for documents that have changed. */
const EMBEDDING_INTERVAL_MS = 10_000
/** Between two times that what is old is forgotten. */
const TIDYING_INTERVAL_MS = 3_600_000

runEntry(async () => {
  const settings = readEnvironment(environment, process.env)
  const { HOST, GRAPH_PORT, GRAPH_URL, ISSUER_URL, DATABASE_URL, TOOLGRAPH_MODE } = settings
  const log = createLog('graph', TOOLGRAPH_MODE)
  const database = createDatabase(DATABASE_URL)
  const reach = createReach(settings, {
    fetch: createNodeFetch(),
    readDns: createTxtResolver(),
    log,
  })
  const services = createGraphServices(database, reach)
  const mirror = createMirror(settings, { database, fetch: createNodeFetch(), log })
  const app = createGraphApp({
    version: VERSION,
    graphUrl: GRAPH_URL,
    issuerUrl: ISSUER_URL,
    fetch,
    now: Date.now,
    log,
    renderGraphiql: renderGraphiQL,
    compileQuery: compileWithJit,
    reads: createReads(settings),
  })

  const addressOf = createAddressReader(settings.CLIENT_ADDRESS_HEADER)
  const stopping = new AbortController()
  const service = await serveNode({
    name: 'graph',
    fetch: (request, bindings) =>
      app.fetch(request, services, { clientAddress: addressOf(request, bindings) }),
    host: HOST,
    port: GRAPH_PORT,
    log,
    onStop: async () => {
      stopping.abort()
      services.events.close()
      await Promise.all([probing, telling, tidyingUp, mirroring, indexing, embedding])
      await database.$disconnect()
    },
  })
  // After an update that reads servers in another way; else there is nothing to do.
  const indexing = services.index
    .refreshOutdated(stopping.signal)
    .catch((error: unknown) => log.error('Cannot write the search index anew', { error }))
  const probing = startTurns({
    runOnce: (signal) =>
      probeDueServers(
        {
          ...services,
          onFault: (error, { url }) => log.error('Cannot probe a server', { error, url }),
        },
        { includeImported: settings.PROBE_IMPORTED, signal },
      ),
    intervalMs: PROBE_INTERVAL_MS,
    signal: stopping.signal,
    onError: (error) => log.error('Cannot probe', { error }),
  })
  const telling = startTurns({
    ...createNotificationWorker(services),
    intervalMs: TELL_INTERVAL_MS,
    signal: stopping.signal,
    onError: (error) => log.error('Cannot tell what has happened', { error }),
  })
  const tidyingUp = startTurns({
    runOnce: (signal) =>
      runChores(tidying({ database, services, proofSignal: () => signal }), {
        onFault: (message, error) => log.error(message, { error }),
        signal,
      }),
    intervalMs: TIDYING_INTERVAL_MS,
    signal: stopping.signal,
    onError: (error) => log.error('Cannot tidy up', { error }),
  })
  const embedding = startEmbedding({ database, reach, log, signal: stopping.signal })
  const mirroring = startTurns({
    ...mirror,
    intervalMs: MIRROR_INTERVAL_MS,
    signal: stopping.signal,
    onError: (error) => log.error('Cannot mirror', { error }),
  })
  return service
})

interface Embedding {
  database: Database
  reach: Reach
  log: Log
  signal: AbortSignal
}

/** Where a model is configured, keeps what documents mean up to date. */
async function startEmbedding({ database, reach, log, signal }: Embedding): Promise<void> {
  const { embeddings } = reach
  if (!embeddings) return
  const vectorStore = createVectorStore(database)
  await startTurns({
    runOnce: () => embedDueDocuments({ embeddings, vectorStore }, signal),
    intervalMs: EMBEDDING_INTERVAL_MS,
    signal,
    onError: (error) => log.error('Cannot embed what is searched for', { error }),
  })
}
