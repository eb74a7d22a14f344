import type { Tool } from '../registry/tool.ts'
import type { Finding, HealthReading } from './reading.ts'
import type { Schedule } from './schedule.ts'

/** A server that this process, and no other, may probe until the lease ends. */
export interface ProbeTarget {
  readonly serverId: string
  readonly url: string
  /** Probes that failed since the last good one. */
  readonly failures: number
  /** Whether it is known where the server's tokens come from. */
  readonly hasIssuer: boolean
  /** Also names the claim: what is recorded under a lease that another took meanwhile changes no schedule. */
  readonly leaseUntil: Date
}

/** What to claim. */
export interface ProbeClaim {
  readonly now: Date
  readonly leaseMs: number
}

/** A probe that was made. */
export interface ProbeRecord {
  readonly target: ProbeTarget
  readonly finding: Omit<Finding, 'tools'>
  /** What an open server listed; missing: it was not read. */
  readonly tools?: readonly Tool[] | undefined
  readonly next: Schedule
  readonly now: Date
}

/** Keeps the readings of servers, and shares the work of making them. */
export interface HealthStore {
  /**
   * Takes a server whose probe is due, the one that waits longest.
   *
   * @param claim `includeImported`: also those that nobody published here; `exceptHosts`: not these hosts
   */
  claimDue(
    claim: ProbeClaim & { includeImported: boolean; exceptHosts: readonly string[] },
  ): Promise<ProbeTarget | undefined>
  /**
   * Takes this server, due or not; `undefined` while another probes it, where there is nothing to probe, and
   * where its latest reading is not from before `checkedBefore`.
   */
  claim(
    serverId: string,
    claim: ProbeClaim & { checkedBefore: Date },
  ): Promise<ProbeTarget | undefined>
  /** Stores a reading. An older reading than the stored one is ignored, not an error. */
  record(probe: ProbeRecord): Promise<void>
  /** The latest reading, or `undefined` for a server that was never probed. */
  latest(serverId: string): Promise<HealthReading | undefined>
  /** Forgets readings of before. */
  prune(before: Date): Promise<number>
}
