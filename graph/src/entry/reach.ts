import type { Mode, Log } from '@toolgraph/entry'
import { createSafeFetch, type HopFetch } from '@toolgraph/safe-fetch'
import { createOutboundCheck } from '../reach/create-outbound-check.ts'
import { createProbe } from '../reach/create-probe.ts'
import { createTokenReader } from '../reach/token-reader.ts'
import type { Reach } from '../services.ts'

/** The settings that say how far the graph reaches. */
export interface ReachSettings {
  readonly TOOLGRAPH_MODE: Mode
  readonly ISSUER_URL: string
  readonly TRUSTED_ORIGINS: readonly string[]
  readonly PROBE_IMPORTED: boolean
  readonly PROBE_WITNESSES: readonly string[]
  readonly ADMINISTRATORS: readonly string[]
  readonly GRAPH_CLIENT_SECRET: string
}

/**
 * Makes the ways out of the graph from its settings.
 *
 * @param fetch The platform's: on Node the one that also checks resolved addresses
 */
export function createReach(
  settings: ReachSettings,
  { fetch: wayOut, log }: { fetch?: HopFetch; log: Log },
): Reach {
  const trustedOrigins = settings.TRUSTED_ORIGINS
  const safeFetch = createSafeFetch({ trustedOrigins, ...(wayOut ? { fetch: wayOut } : {}) })
  const now = () => new Date()
  return {
    safeFetch,
    now,
    probesImported: settings.PROBE_IMPORTED,
    administrators: new Set(settings.ADMINISTRATORS),
    tokens: createTokenReader({
      issuer: settings.ISSUER_URL,
      clientId: 'graph',
      clientSecret: settings.GRAPH_CLIENT_SECRET,
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
    }),
    probe: createProbe({ fetch: safeFetch, now }),
    checkOutbound: createOutboundCheck({
      fetch: safeFetch,
      witnesses: settings.PROBE_WITNESSES,
      trustedOrigins,
      now,
    }),
    onError: (error) => log.error('Work in the background failed', { error }),
  }
}
