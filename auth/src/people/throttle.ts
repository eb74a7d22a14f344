/** Counts tries in windows, exactly, whatever the number of replicas. */
export interface Throttle {
  /** Counts one try and says how many the window has seen, this one included. */
  count(key: string, windowSeconds: number, now: Date): Promise<number>
  /** Takes one try back. */
  release(key: string): Promise<void>
  /** Forgets the tries of a key. */
  clear(key: string): Promise<void>
}

/** How much of something is allowed. */
export interface Limit {
  /** Tries in a window. */
  tries: number
  windowSeconds: number
}

/** The limits of this issuer. */
export const LIMITS = {
  /** Wrong passwords for one account from one address. */
  signIn: { tries: 8, windowSeconds: 15 * 60 },
  /** Wrong passwords for one account, from anywhere. */
  signInAccount: { tries: 60, windowSeconds: 60 * 60 },
  /** Wrong passwords from one address, for any account. */
  signInAddress: { tries: 100, windowSeconds: 15 * 60 },
  /** New accounts from one address. */
  createAccount: { tries: 30, windowSeconds: 60 * 60 },
  /** Client registrations from one address (RFC 7591 §5). */
  registerClient: { tries: 60, windowSeconds: 60 * 60 },
  /** Client documents read for one host, so that nobody can use us to call somebody else. */
  clientDocument: { tries: 60, windowSeconds: 60 },
} as const satisfies Record<string, Limit>
