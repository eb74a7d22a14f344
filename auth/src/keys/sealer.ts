import { base64url } from 'jose'
import { sealedElsewhere } from './errors.ts'

/** Encrypts what must not be readable at rest. */
export interface Sealer {
  /**
   * @param text What to hide
   * @param context What the envelope belongs to: it opens there and nowhere else
   */
  seal(text: string, context: string): Promise<string>
  /** @throws {KeyError} `ERR_SEALED_ELSEWHERE` for another secret, another context or a changed envelope */
  open(envelope: string, context: string): Promise<string>
}

const VERSION = 'v1'
const IV_BYTES = 12

/**
 * Makes a sealer: AES-256-GCM under a key derived from a secret (HKDF-SHA-256).
 *
 * @param secret Where the key comes from; of high entropy
 * @param purpose Separates the keys that come from one secret
 */
export function createSealer(secret: string, purpose: string): Sealer {
  let key: Promise<CryptoKey> | undefined
  const derived = () => (key ??= deriveAesKey(secret, purpose))

  return {
    async seal(text, context) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encode(context) },
        await derived(),
        encode(text),
      )
      return [VERSION, base64url.encode(iv), base64url.encode(new Uint8Array(sealed))].join('.')
    },

    async open(envelope, context) {
      const [version, iv, sealed] = envelope.split('.')
      if (version !== VERSION || !iv || !sealed) throw sealedElsewhere(context)
      try {
        const text = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: decode(iv), additionalData: encode(context) },
          await derived(),
          decode(sealed),
        )
        return new TextDecoder().decode(text)
      } catch (cause) {
        throw sealedElsewhere(context, cause)
      }
    },
  }
}

/** Makes a function that signs texts (HMAC-SHA-256) under a key derived from a secret. */
export function createMac(secret: string, purpose: string): (text: string) => Promise<string> {
  let key: Promise<CryptoKey> | undefined
  const derived = () => (key ??= deriveMacKey(secret, purpose))

  return async (text) => {
    const mac = await crypto.subtle.sign('HMAC', await derived(), encode(text))
    return base64url.encode(new Uint8Array(mac))
  }
}

async function deriveAesKey(secret: string, purpose: string): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    hkdf(purpose),
    await importSecret(secret),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

async function deriveMacKey(secret: string, purpose: string): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    hkdf(purpose),
    await importSecret(secret),
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
}

function importSecret(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, ['deriveKey'])
}

function hkdf(purpose: string) {
  return {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encode(`toolgraph-auth/${purpose}`),
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(base64url.decode(text))
}
