import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { base64url } from 'jose'

const TOKEN_BYTES = 32

/** Makes a secret that cannot be guessed: 256 random bits, base64url, behind a prefix that secret scanners can find. */
export function randomToken(prefix = ''): string {
  return prefix + base64url.encode(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))
}

/** SHA-256 as hex: how codes, refresh tokens, session ids and client secrets are kept. */
export async function sha256Hex(content: string | Uint8Array): Promise<string> {
  return bytesToHex(digest(content))
}

/** SHA-256 as base64url: the S256 transformation (RFC 7636 §4.2). */
export async function sha256Base64url(text: string): Promise<string> {
  return base64url.encode(digest(text))
}

/** Compares two strings in a time that says nothing about where they differ. */
export function isEqualInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  // Past the end of `b` there is NaN, which counts as zero.
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

/** Web Crypto goes to another thread and back: for a hundred bytes that takes ten times the work itself. */
function digest(content: string | Uint8Array): Uint8Array {
  return sha256(typeof content === 'string' ? utf8ToBytes(content) : content)
}
