import type { ListedTool } from '../registry/tool.ts'
import type { ServerAuthorization } from '../registry/server.ts'
import type { HealthState } from '../registry/server-record.ts'

export type { HealthState }

/** One health result of a server: a **reading**. */
export interface HealthReading {
  readonly serverId: string
  readonly state: HealthState
  /** When the probe began. */
  readonly checkedAt: Date
  /** Until the first answer; missing: there was none. */
  readonly latencyMs?: number | undefined
  /** The protocol revision that it speaks, such as `2026-07-28`. */
  readonly protocolEra?: string | undefined
  readonly toolCount?: number | undefined
  /** What was seen, in our own words. */
  readonly detail?: string | undefined
  /** What those words rest on. */
  readonly evidence?: Evidence | undefined
}

/** What a probe saw, as data: our own codes and words of a bounded form, never a server's text. */
export interface Evidence {
  /** The status of the answer that decided. */
  readonly httpStatus?: number | undefined
  /** Its media type. */
  readonly contentType?: string | undefined
  /** Which check failed, as a code: of the metadata, of the address, of the answer. */
  readonly problem?: string | undefined
  /** What the network said, such as `ECONNREFUSED`. */
  readonly cause?: string | undefined
}

/** What asking a server gave: a reading, and what it showed to everybody. */
export interface Finding extends Omit<HealthReading, 'serverId'> {
  /** The tools of an open server, as it lists them. */
  readonly tools?: readonly ListedTool[] | undefined
  /** Where a gated server's tokens come from, and the scopes that it names. */
  readonly authorization?:
    (ServerAuthorization & { readonly scopes: readonly string[] }) | undefined
  /** How long it asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** For how long it calls its list of tools fresh. */
  readonly toolsTtlMs?: number | undefined
}

/** Whether a state says that something is wrong with the server. */
export function isFailing(state: HealthState): boolean {
  return state !== 'open' && state !== 'gated' && state !== 'unknown'
}
