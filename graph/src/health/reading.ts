import type { ToolDefinition } from '../registry/tool.ts'
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
}

/** What asking a server gave: a reading, and what it showed to everybody. */
export interface Finding extends Omit<HealthReading, 'serverId'> {
  /** The tools of an open server, as it lists them. */
  readonly tools?: readonly ToolDefinition[] | undefined
  /** Where a gated server's tokens come from, and the scopes that it names. */
  readonly authorization?:
    (ServerAuthorization & { readonly scopes: readonly string[] }) | undefined
}

/** Whether a state says that something is wrong with the server. */
export function isFailing(state: HealthState): boolean {
  return state !== 'open' && state !== 'gated' && state !== 'unknown'
}
