import type { Database } from '@toolgraph/database'
import type { Log } from '@toolgraph/entry'
import { createSafeFetch, type HopFetch } from '@toolgraph/safe-fetch'
import { mirrorRegistry, type MirrorTurn } from '../mirror/mirror-registry.ts'
import { toUpstreams } from '../mirror/to-upstreams.ts'
import { importServers } from '../storage/import-servers.ts'
import { createMirrorStore } from '../storage/mirror-store.ts'

/** A page of servers is longer than what other strangers say. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024
const PAGE_TIMEOUT_MS = 30_000
/** Then others have their turn: a registry may be long, or say that it never ends. */
const MAX_PAGES = 100

/** The settings that say which registries are mirrored. */
export interface MirrorSettings {
  readonly MIRROR_URLS: readonly string[]
  readonly TRUSTED_ORIGINS: readonly string[]
}

/** What mirroring needs of the platform. */
export interface MirrorPlatform {
  readonly database: Database
  readonly log: Log
  /** On Node the one that also checks resolved addresses. */
  readonly fetch?: HopFetch
  /** The most pages of one turn of each registry (default: 100) */
  readonly maxPages?: number
}

/**
 * Makes what reads other registries into this one, in turns.
 *
 * @throws TypeError When an address is none
 */
export function createMirror(
  { MIRROR_URLS, TRUSTED_ORIGINS: trustedOrigins }: MirrorSettings,
  { database, log, fetch, maxPages = MAX_PAGES }: MirrorPlatform,
) {
  const upstreams = toUpstreams(MIRROR_URLS)
  const context = {
    mirrors: createMirrorStore(database),
    write: (servers: Parameters<typeof importServers>[1]) => importServers(database, servers),
    fetch: createSafeFetch({
      trustedOrigins,
      maxBytes: MAX_PAGE_BYTES,
      timeoutMs: PAGE_TIMEOUT_MS,
      ...(fetch ? { fetch } : {}),
    }),
    now: () => new Date(),
  }
  return {
    /** Reads each registry that is due, one after the other. */
    async runOnce(signal: AbortSignal): Promise<void> {
      for (const _ of upstreams) {
        const turn = await mirrorRegistry(context, { upstreams, maxPages, signal })
        if (!turn) return
        tell(turn, log)
      }
    },
  }
}

function tell({ upstream, records, failure }: MirrorTurn, log: Log): void {
  const why = failure ? `: ${failure.message}` : ''
  const fields = { upstream, records, ...(failure ? { error: failure } : {}) }
  if (failure) log.warn(`Cannot mirror a registry${why}`, fields)
  else log.info('Mirrored a registry', fields)
}
