import type { Database } from '@toolgraph/database'
import type { Throttle } from '@toolgraph/throttle'
import type { ConnectionStore } from './connections/connection-store.ts'
import type { HealthStore } from './health/health-store.ts'
import type { OutboundCheck, Probe } from './health/probe.ts'
import type { PictureReader } from './icons/icon.ts'
import type { IconStore } from './icons/icon-store.ts'
import type { ReportStore } from './moderation/report-store.ts'
import type { NamespaceStore } from './namespaces/namespace-store.ts'
import type { NotificationStore } from './notifications/notification-store.ts'
import type { WebhookSender } from './notifications/webhook-sender.ts'
import type { WebhookStore } from './notifications/webhook-store.ts'
import type { ProofSources } from './namespaces/proof-sources.ts'
import type { Ownership } from './ownership/ownership.ts'
import type { TokenReader } from './registry/introspect-server.ts'
import type { PackageCheck } from './registry/package-ownership.ts'
import type { MetadataReader, Registry } from './registry/registry.ts'
import type { VersionStore } from './registry/version-store.ts'
import type { Viewer } from './registry/viewer.ts'
import type { SearchIndex } from './search/search-index.ts'
import type { Vectors } from './search/vectors.ts'
import type { EventLog } from './storage/event-log.ts'

/** What one request works with, whoever asks: made once in a Node process, anew for each request in a Worker. */
export interface GraphServices {
  /** Public address, without a trailing slash. */
  readonly graphUrl: string
  readonly database: Database
  readonly registry: Registry
  readonly versions: VersionStore
  readonly ownership: Ownership
  /** The issuer's `sub` of each operator of this registry. */
  readonly administrators: ReadonlySet<string>
  readonly connections: ConnectionStore
  readonly index: SearchIndex
  /** Compares by meaning, where the operator names a model. */
  readonly vectors?: Vectors | undefined
  readonly metadata: MetadataReader
  readonly checkPackage?: PackageCheck | undefined
  readonly health: HealthStore
  readonly probe: Probe
  readonly checkOutbound?: OutboundCheck | undefined
  /** Whether servers that nobody published here are probed. */
  readonly probesImported: boolean
  readonly tokens: TokenReader
  readonly namespaces: NamespaceStore
  readonly proofs: ProofSources
  readonly reports: ReportStore
  /** Counts what writes, exactly for all replicas. */
  readonly throttle: Throttle
  readonly events: EventLog
  readonly notifications: NotificationStore
  readonly webhooks: WebhookStore
  readonly webhookSender: WebhookSender
  /** From which the keys of all webhooks follow. */
  readonly webhookSecret: string
  readonly icons: IconStore
  readonly pictures: PictureReader
  readonly now: () => Date
}

/** The context of every verb. */
export interface GraphContext extends GraphServices {
  readonly viewer: Viewer | undefined
  /** Where the request came from; nothing where the platform does not tell. */
  readonly clientAddress?: string | undefined
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal
}
