/** A registry that this process reads now, and where it stands. */
export interface MirrorClaim {
  /** Its base address. */
  readonly upstream: string
  readonly lease: string
  /** What had changed there by this moment is here; `null`: it was never read to its end. */
  readonly syncedTo: Date | null
  /** When the reading under way began, by the upstream's clock; `null`: it begins now. */
  readonly startedAt: Date | null
  /** Where the reading under way goes on. */
  readonly cursor: string | null
  /** How often it failed, one after the other. */
  readonly failures: number
}

/** Where it is kept how far other registries were read: shared by all processes. Each write counts only with its lease. */
export interface MirrorStore {
  /** Takes one of these registries that is due and that nobody reads. */
  claim(
    upstreams: readonly string[],
    times: { now: Date; leaseUntil: Date },
  ): Promise<MirrorClaim | undefined>
  /**
   * Notes that a page is here.
   *
   * @returns Whether the lease still held: who has lost it ends without another word
   */
  advance(
    claim: MirrorClaim,
    next: { cursor: string; startedAt: Date; leaseUntil: Date },
  ): Promise<boolean>
  /** Notes that the reading has come to its end. */
  finish(claim: MirrorClaim, end: { syncedTo: Date; dueAt: Date }): Promise<void>
  /** Gives it back; the next reading goes on where this one stands, or from its beginning. */
  release(
    claim: MirrorClaim,
    next: { dueAt: Date; failures: number; startsAnew: boolean },
  ): Promise<void>
}
