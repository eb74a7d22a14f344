import type { CryptoKey } from 'jose'
import type { AccessTokenClaims } from './check-claims.ts'

/** A token whose signature and claims were good. */
export interface VerifiedToken {
  kid: string
  /** The key that verified it, the very object. */
  key: CryptoKey
  claims: AccessTokenClaims
}

/** The tokens that one verifier has verified. */
export interface TokenMemory {
  find(token: string): VerifiedToken | undefined
  remember(token: string, verified: VerifiedToken): void
  forget(token: string): void
}

/** A token may have 8 KiB. */
const MAX_TOKENS = 1_000

/**
 * Creates a memory of verified tokens, by the token itself: a hash would cost more than it hides, as
 * whoever reads this memory reads the requests too. When it is full, the oldest makes room.
 */
export function createTokenMemory(): TokenMemory {
  const tokens = new Map<string, VerifiedToken>()
  return {
    find: (token) => tokens.get(token),
    forget: (token) => void tokens.delete(token),
    remember(token, verified) {
      const [oldest] = tokens.keys()
      if (tokens.size >= MAX_TOKENS && oldest !== undefined) tokens.delete(oldest)
      tokens.set(token, verified)
    },
  }
}
