import { scryptAsync } from '@noble/hashes/scrypt.js'
import { base64url } from 'jose'

/** What scrypt costs: 32 MiB and about a tenth of a second (OWASP's second choice of parameters). */
export interface PasswordCost {
  N: number
  r: number
  p: number
}

/** Why a password is not taken. */
export type PasswordFailure = 'short' | 'long' | 'like_email'

/** The cost of new hashes. Stored ones carry their own. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 1 }

/** Fewest characters of a password. */
export const MIN_PASSWORD_LENGTH = 10
/** Most characters of a password. */
export const MAX_PASSWORD_LENGTH = 256

const SALT_BYTES = 16
const HASH_BYTES = 32

/** Says why a new password is refused, or `undefined`. Pure. */
export function findPasswordFailure(password: string, email: string): PasswordFailure | undefined {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH) return 'short'
  if (length > MAX_PASSWORD_LENGTH) return 'long'
  return password.toLowerCase() === email ? 'like_email' : undefined
}

/** Hashes a password with a random salt: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(
  password: string,
  cost: PasswordCost = PASSWORD_COST,
): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const hash = await derive(password, salt, cost)
  const { N, r, p } = cost
  return ['scrypt', N, r, p, base64url.encode(salt), base64url.encode(hash)].join('$')
}

/**
 * Checks a password. Without a stored hash it does the same work and refuses, so that the time says
 * nothing about which accounts exist.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  cost: PasswordCost = PASSWORD_COST,
): Promise<boolean> {
  if (password.length > MAX_PASSWORD_LENGTH * 2) return false
  const known = stored === undefined ? undefined : parseHash(stored)
  const expected = known?.hash ?? new Uint8Array(HASH_BYTES)
  const salt = known?.salt ?? new Uint8Array(SALT_BYTES)
  const hash = await derive(password, salt, known?.cost ?? cost)

  let difference = hash.length ^ expected.length
  for (let i = 0; i < hash.length; i += 1) difference |= (hash[i] ?? 0) ^ (expected[i] ?? 0)
  return known !== undefined && difference === 0
}

function parseHash(stored: string) {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !hash) return undefined
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: base64url.decode(salt),
    hash: base64url.decode(hash),
  }
}

/** A person types the same password in different compositions on different keyboards (NIST SP 800-63B). */
function derive(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Uint8Array> {
  return scryptAsync(new TextEncoder().encode(password.normalize('NFKC')), salt, {
    ...cost,
    dkLen: HASH_BYTES,
  })
}
