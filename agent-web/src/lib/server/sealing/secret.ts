import { toBase64url } from './seal.ts'

/** A value that nobody can guess: 256 random bits in base64url. */
export function createSecret(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** What is stored of a secret: its SHA-256, hex. Enough to find it again, useless to one who reads it. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
