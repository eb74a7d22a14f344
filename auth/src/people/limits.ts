import type { Limit, TooMany } from '@toolgraph/throttle'

/** Why something is refused; where a limit was reached, with when to come back. */
export interface Refusal<reason extends string> extends Partial<TooMany> {
  reason: reason
}

/** The limits of this issuer. */
export const LIMITS = {
  /** Wrong passwords for one account from one address. */
  signIn: { tries: 8, windowSeconds: 15 * 60 },
  /** Wrong passwords for one account, from anywhere. */
  signInAccount: { tries: 60, windowSeconds: 60 * 60 },
  /** Wrong passwords from one address, for any account. */
  signInAddress: { tries: 100, windowSeconds: 15 * 60 },
  /** Mail with a code or a hint to one e-mail address: nobody's mailbox is filled through us. */
  mailTo: { tries: 5, windowSeconds: 60 * 60 },
  /** Mail that one network address asks for. */
  mailFrom: { tries: 30, windowSeconds: 60 * 60 },
  /** Codes tried from one network address; how often each one may be tried is counted with it. */
  emailCodeAddress: { tries: 60, windowSeconds: 15 * 60 },
  /** Journeys to other providers from one address; whole offices share one. */
  federation: { tries: 100, windowSeconds: 15 * 60 },
  /** Client registrations from one address (RFC 7591 §5). */
  registerClient: { tries: 60, windowSeconds: 60 * 60 },
  /** Client documents read for one host, so that nobody can use us to call somebody else. */
  clientDocument: { tries: 60, windowSeconds: 60 },
  /** Logos read from one host, and from all: each is kept for days. */
  clientLogo: { tries: 90, windowSeconds: 60 * 60 },
  clientLogos: { tries: 600, windowSeconds: 60 * 60 },
} as const satisfies Record<string, Limit>
