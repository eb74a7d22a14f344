import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64url } from 'jose'

/** What every refresh token of ours begins with, so that secret scanners can find one. */
export const REFRESH_TOKEN_PREFIX = 'tgr_'

/**
 * Makes the refresh token that replaces a spent one (HMAC-SHA-256). Pure: the same two give the same
 * successor, so a response that was lost can be given again.
 *
 * Neither is enough alone: of the seed, which is kept, only who holds the spent token can make the
 * successor; of the spent token nobody can without the seed, which is as hard to guess as a token.
 *
 * @param spent The refresh token that is replaced
 * @param seed 256 random bits, stored when it is spent
 */
export function deriveSuccessor(spent: string, seed: string): string {
  const mac = hmac(sha256, utf8ToBytes(spent), utf8ToBytes(`successor.${seed}`))
  return REFRESH_TOKEN_PREFIX + base64url.encode(mac)
}
