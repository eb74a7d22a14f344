import type { Database } from '@toolgraph/database'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { GraphServices } from './context.ts'
import type { OutboundCheck, Probe } from './health/probe.ts'
import { createMetadataReader } from './reach/metadata-reader.ts'
import type { TokenReader } from './registry/introspect-server.ts'
import { createConnectionStore } from './storage/connection-store.ts'
import { createEventLog } from './storage/event-log.ts'
import { createHealthStore } from './storage/health-store.ts'
import { createOwnership } from './storage/ownership.ts'
import { createRegistry } from './storage/registry.ts'
import { createVersionStore } from './storage/registry-list.ts'
import { createSearchIndex } from './storage/search-index.ts'

/** How the graph reaches the world outside its database. */
export interface Reach {
  readonly safeFetch: SafeFetch
  readonly tokens: TokenReader
  readonly probe: Probe
  readonly checkOutbound?: OutboundCheck | undefined
  readonly probesImported: boolean
  /** The issuer's `sub` of each operator of this registry (default: there is none). */
  readonly administrators?: ReadonlySet<string>
  readonly now: () => Date
  /** Hears of faults in the background. */
  readonly onError: (error: unknown) => void
}

/** Creates what requests work with, on one database: once in a Node process, for each request in a Worker. */
export function createGraphServices(database: Database, reach: Reach): GraphServices {
  const { administrators = new Set() } = reach
  const { safeFetch, tokens, probe, checkOutbound, probesImported, now, onError } = reach
  return {
    database,
    administrators,
    tokens,
    probe,
    checkOutbound,
    probesImported,
    now,
    registry: createRegistry(database),
    versions: createVersionStore(database),
    ownership: createOwnership(database),
    connections: createConnectionStore(database),
    index: createSearchIndex(database),
    metadata: createMetadataReader(safeFetch),
    health: createHealthStore(database),
    events: createEventLog(database, { onError }),
  }
}
