import { fail, ok, type Result } from '@toolgraph/errors'

/** A key that seals: its id stands in every envelope, so that keys can be changed while old envelopes open. */
export interface SealKey {
  id: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Why an envelope did not open; for the log, never for a person. */
export type SealFailure = 'malformed' | 'unknown_key' | 'forged'

/** Seals what must be stored where others can read (AES-256-GCM). */
export interface Sealer {
  /**
   * @param text What to hide
   * @param identity What it belongs to: the envelope opens only with the same identity (associated data)
   */
  seal(text: string, identity: string): Promise<string>
  open(envelope: string, identity: string): Promise<Result<string, SealFailure>>
  /** Whether an envelope was sealed with another key than the first: worth sealing again. */
  isStale(envelope: string): boolean
}

const VERSION = 'v1'
const IV_BYTES = 12

/**
 * Makes a sealer. Envelopes read `v1.<key id>.<iv>.<ciphertext>`, the last two in base64url.
 *
 * @param keys The first one seals, all of them open
 */
export async function createSealer(keys: readonly SealKey[]): Promise<Sealer> {
  const imported = new Map(
    await Promise.all(
      keys.map(async ({ id, bytes }) => {
        const usages: KeyUsage[] = ['encrypt', 'decrypt']
        const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, usages)
        return [id, key] as const
      }),
    ),
  )
  const [sealing] = imported
  if (!sealing) throw new TypeError('Cannot create a sealer: no key was given')
  const [sealingId, sealingKey] = sealing

  return {
    async seal(text, identity) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const algorithm = { name: 'AES-GCM', iv, additionalData: encode(identity) }
      const ciphertext = await crypto.subtle.encrypt(algorithm, sealingKey, encode(text))
      return [VERSION, sealingId, toBase64url(iv), toBase64url(new Uint8Array(ciphertext))].join(
        '.',
      )
    },

    async open(envelope, identity) {
      const [version, keyId, iv, ciphertext, ...rest] = envelope.split('.')
      const ivBytes = fromBase64url(iv)
      const bytes = fromBase64url(ciphertext)
      if (version !== VERSION || !keyId || !ivBytes || !bytes || rest.length)
        return fail('malformed')
      const key = imported.get(keyId)
      if (!key) return fail('unknown_key')
      const algorithm = { name: 'AES-GCM', iv: ivBytes, additionalData: encode(identity) }
      try {
        return ok(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes)))
      } catch {
        return fail('forged')
      }
    },

    isStale: (envelope) => envelope.split('.')[1] !== sealingId,
  }
}

/**
 * Reads `kid:base64url,kid:base64url`, each key 32 bytes.
 *
 * @throws {TypeError} Saying what is wrong, never with a key in it
 */
export function parseSealKeys(text: string): SealKey[] {
  const keys = text.split(',').map((part) => {
    const [id = '', encoded] = part.trim().split(':')
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
      throw new TypeError('Cannot read the sealing keys: each must read "id:key"')
    const bytes = fromBase64url(encoded)
    if (bytes?.length !== 32)
      throw new TypeError(`Cannot read the sealing key "${id}": it must be 32 bytes in base64url`)
    return { id, bytes }
  })
  if (new Set(keys.map((key) => key.id)).size !== keys.length)
    throw new TypeError('Cannot read the sealing keys: an id stands twice')
  return keys
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** Spells bytes in base64url without padding. */
export function toBase64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64url(text: string | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (!text || !/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
