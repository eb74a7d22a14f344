import type { HealthDay } from './health-day.ts'
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
  /** Whether its list of tools is to be read. */
  readonly readsTools: boolean
  /** How many tools it had when they were last read. */
  readonly toolCount: number | null
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
  /** When the list of tools is to be read again; missing: with the next probe. */
  readonly toolsDueAt?: Date | undefined
  /** No server of this host is probed for so long. */
  readonly hostPauseMs: number
  readonly now: Date
}

/** Keeps the readings of servers, and shares the work of making them. */
export interface HealthStore {
  /**
   * Takes a server whose probe is due, the one that waits longest, of a host at which not too many probes are
   * under way, on whatever replica.
   *
   * @param claim `includeImported`: also those that nobody published here
   */
  claimDue(claim: ProbeClaim & { includeImported: boolean }): Promise<ProbeTarget | undefined>
  /**
   * Takes this server, due or not; `undefined` while another probes it or its host is busy, where there is
   * nothing to probe, and where its latest reading is not from before `checkedBefore`.
   */
  claim(
    serverId: string,
    claim: ProbeClaim & { checkedBefore: Date },
  ): Promise<ProbeTarget | undefined>
  /** Stores a reading. An older reading than the stored one is ignored, not an error. */
  record(probe: ProbeRecord): Promise<void>
  /** The latest reading, or `undefined` for a server that was never probed. */
  latest(serverId: string): Promise<HealthReading | undefined>
  /** The last so many days of each of these servers, today the last; days without a reading are left out. */
  history(
    serverIds: readonly string[],
    span: { days: number; now: Date },
  ): Promise<ReadonlyMap<string, readonly HealthDay[]>>
  /** Sums up days that are over, some servers a turn. All processes share the work. */
  rollUp(now: Date): Promise<unknown>
  /** Forgets readings that are older than two weeks, and days that are older than thirteen months. */
  prune(now: Date): Promise<number>
}
