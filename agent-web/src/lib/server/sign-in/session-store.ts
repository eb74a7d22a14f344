/** A signed-in browser as it is stored: the row's id is the hash of the cookie's value. */
export interface StoredSession {
  id: string
  subject: string
  name: string
  /** Sealed. */
  tokenSet: string
  /** Grows by one with each token set. */
  tokenVersion: number
  tokenExpiresAt: Date
  /** Until when a renewal is under way in some process; a lease that has run out was left by a crash. */
  leaseUntil: Date | undefined
  expiresAt: Date
}

/** Keeps sessions where every replica sees them. */
export interface SessionStore {
  create(session: Omit<StoredSession, 'tokenVersion' | 'leaseUntil'>): Promise<void>
  /** `undefined` for a session that ended or never was. */
  find(id: string, now: Date): Promise<StoredSession | undefined>
  /**
   * Takes the right to spend the refresh token of this version; one caller of all processes gets it.
   * A lease is never taken over: one that ran out means that the token may be spent.
   */
  lease(claim: { id: string; tokenVersion: number; lease: string; until: Date }): Promise<boolean>
  /** Stores what the refresh brought and frees the lease; `false` when the session ended meanwhile. */
  renew(renewal: {
    id: string
    lease: string
    tokenSet: string
    tokenExpiresAt: Date
  }): Promise<boolean>
  /** Frees the lease: the refresh token was not spent. */
  release(id: string, lease: string): Promise<void>
  end(id: string): Promise<void>
  /** Deletes what has expired. */
  purge(now: Date): Promise<void>
}
