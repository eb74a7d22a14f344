import type { Database } from '@toolgraph/database'
import { createReads } from '@toolgraph/database/reads'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import { createThrottle } from '@toolgraph/throttle/postgres'
import type { GraphServices } from './context.ts'
import type { OutboundCheck, Probe } from './health/probe.ts'
import type { PictureReader } from './icons/icon.ts'
import type { ReservedNamespaces } from './namespaces/namespace.ts'
import type { WebhookSender } from './notifications/webhook-sender.ts'
import type { ProofSources } from './namespaces/proof-sources.ts'
import { createMetadataReader } from './reach/metadata-reader.ts'
import type { TokenReader } from './registry/introspect-server.ts'
import type { PackageCheck } from './registry/package-ownership.ts'
import { createConnectionStore } from './storage/connection-store.ts'
import { createEventLog } from './storage/event-log.ts'
import { createHealthStore } from './storage/health-store.ts'
import { createIconStore } from './storage/icon-store.ts'
import { createNotificationStore } from './storage/notification-store.ts'
import { createNamespaceStore } from './storage/namespace-store.ts'
import { createOwnership } from './storage/ownership.ts'
import { createRegistry } from './storage/registry.ts'
import { createReportStore } from './storage/report-store.ts'
import { createVersionStore } from './storage/registry-list.ts'
import type { Embeddings } from './search/vectors.ts'
import { createSearchIndex } from './storage/search-index.ts'
import { createVectors } from './storage/search-vectors.ts'
import { createWebhookStore } from './storage/webhook-store.ts'

/** How the graph reaches the world outside its database. */
export interface Reach {
  /** Public address, without a trailing slash. */
  readonly graphUrl: string
  readonly safeFetch: SafeFetch
  readonly tokens: TokenReader
  readonly probe: Probe
  readonly checkOutbound?: OutboundCheck | undefined
  readonly probesImported: boolean
  /** The issuer's `sub` of each operator of this registry (default: there is none). */
  readonly administrators?: ReadonlySet<string>
  /** Reads whose a published package is (default: a publisher is taken at their word). */
  readonly checkPackage?: PackageCheck | undefined
  /** Reads what proves a namespace. */
  readonly proofs: ProofSources
  /** Namespaces that the operator keeps (default: none). */
  readonly reserved?: ReservedNamespaces
  readonly webhookSender: WebhookSender
  readonly pictures: PictureReader
  /** From which the keys of all webhooks follow. */
  readonly webhookSecret: string
  /** A model that compares by meaning (default: none). */
  readonly embeddings?: Embeddings | undefined
  readonly now: () => Date
  /** Hears of faults in the background. */
  readonly onError: (error: unknown) => void
}

/** Creates what requests work with, on one database: once in a Node process, for each request in a Worker. */
export function createGraphServices(client: Database, reach: Reach): GraphServices {
  const database = createReads(client, 'graph')
  const { administrators = new Set() } = reach
  const { safeFetch, tokens, probe, checkOutbound, probesImported, now, onError } = reach
  return {
    database,
    administrators,
    tokens,
    proofs: reach.proofs,
    probe,
    checkOutbound,
    probesImported,
    now,
    registry: createRegistry(database, {
      graphUrl: reach.graphUrl,
      reserved: reach.reserved ?? new Map(),
    }),
    versions: createVersionStore(database),
    ownership: createOwnership(database),
    namespaces: createNamespaceStore(database),
    reports: createReportStore(database),
    throttle: createThrottle(database, 'graph."Throttle"'),
    connections: createConnectionStore(database),
    index: createSearchIndex(database, reach.graphUrl),
    vectors: reach.embeddings && createVectors(database, reach.embeddings, onError),
    metadata: createMetadataReader(safeFetch),
    checkPackage: reach.checkPackage,
    health: createHealthStore(database),
    events: createEventLog(database, { onError }),
    notifications: createNotificationStore(database),
    webhooks: createWebhookStore(database),
    webhookSender: reach.webhookSender,
    webhookSecret: reach.webhookSecret,
    icons: createIconStore(database),
    pictures: reach.pictures,
    graphUrl: reach.graphUrl,
  }
}
