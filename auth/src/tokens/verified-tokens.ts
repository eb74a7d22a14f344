import type { SigningKeys } from '../keys/signing-keys.ts'
import type { AccessTokenClaims } from './access-token.ts'

/**
 * Remembers what tokens say whose signature was verified, so that a server that asks about a token with
 * each call costs one verification. Says nothing of whether a token has expired or was revoked.
 */
export interface VerifiedTokens {
  find(keys: SigningKeys, token: string): AccessTokenClaims | undefined
  add(keys: SigningKeys, token: string, claims: AccessTokenClaims): void
}

/** A few megabytes. */
const MAX_REMEMBERED = 5_000

/**
 * Makes the memory of one process, which forgets all when keys are read anew. It holds the tokens
 * themselves: whoever reads the memory of an issuer finds the key that signs them.
 */
export function createVerifiedTokens(): VerifiedTokens {
  let verifiedWith: SigningKeys | undefined
  const claimsOf = new Map<string, AccessTokenClaims>()

  /** A key that was taken away must not live on in what it signed. */
  function followKeys(keys: SigningKeys): void {
    if (keys === verifiedWith) return
    verifiedWith = keys
    claimsOf.clear()
  }

  return {
    find(keys, token) {
      followKeys(keys)
      return claimsOf.get(token)
    },

    add(keys, token, claims) {
      followKeys(keys)
      if (claimsOf.size >= MAX_REMEMBERED) claimsOf.delete(claimsOf.keys().next().value ?? '')
      claimsOf.set(token, claims)
    },
  }
}
