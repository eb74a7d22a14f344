import { base64url } from 'jose'
import { isEqualInConstantTime } from './digest.ts'
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
  /**
   * Seals anew what an older secret sealed; `undefined` where today's secret opens it.
   *
   * @throws {KeyError} `ERR_SEALED_ELSEWHERE`, as `open()`
   */
  renew(envelope: string, context: string): Promise<string | undefined>
}

/** A secret, or today's secret and those before it: the first seals and signs, each opens. */
export type Secrets = string | readonly [string, ...string[]]

const VERSION = 'v1'
const IV_BYTES = 12

/**
 * Makes a sealer: AES-256-GCM under a key derived from a secret (HKDF-SHA-256).
 *
 * @param secrets Where the keys come from; of high entropy
 * @param purpose Separates the keys that come from one secret
 */
export function createSealer(secrets: Secrets, purpose: string): Sealer {
  const { first: today, all } = deriveOnce(secrets, (secret) => deriveAesKey(secret, purpose))

  async function seal(text: string, context: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: encode(context) },
      await today(),
      encode(text),
    )
    return [VERSION, base64url.encode(iv), base64url.encode(new Uint8Array(sealed))].join('.')
  }

  return {
    seal,
    open: (envelope, context) => openWithAny(all, envelope, context),
    async renew(envelope, context) {
      const isOfToday = await openWithAny([today], envelope, context).then(
        () => true,
        () => false,
      )
      return isOfToday ? undefined : seal(await openWithAny(all, envelope, context), context)
    },
  }
}

/** Signs texts, and knows its own signatures. */
export interface Mac {
  sign(text: string): Promise<string>
  /** Says, in a time that tells nothing, whether a signature is one of ours; that of an older secret counts. */
  isSigned(text: string, signature: string): Promise<boolean>
}

/** Makes what signs texts (HMAC-SHA-256) under a key derived from a secret. */
export function createMac(secrets: Secrets, purpose: string): Mac {
  const { first, all } = deriveOnce(secrets, (secret) => deriveMacKey(secret, purpose))
  const signWith = async (key: Derived, text: string) =>
    base64url.encode(new Uint8Array(await crypto.subtle.sign('HMAC', await key(), encode(text))))

  return {
    sign: (text) => signWith(first, text),
    async isSigned(text, signature) {
      const expected = await Promise.all(all.map((key) => signWith(key, text)))
      return expected.some((one) => isEqualInConstantTime(signature, one))
    },
  }
}

/** A key that is derived when it is first needed. */
type Derived = () => Promise<CryptoKey>

function deriveOnce(secrets: Secrets, derive: (secret: string) => Promise<CryptoKey>) {
  const once = (secret: string): Derived => {
    let key: Promise<CryptoKey> | undefined
    return () => (key ??= derive(secret))
  }
  const [newest, ...older] = typeof secrets === 'string' ? ([secrets] as const) : secrets
  const first = once(newest)
  return { first, all: [first, ...older.map(once)] }
}

async function openWithAny(
  keys: readonly Derived[],
  envelope: string,
  context: string,
): Promise<string> {
  const [version, iv, sealed] = envelope.split('.')
  if (version !== VERSION || !iv || !sealed) throw sealedElsewhere(context)

  let failure: unknown
  for (const key of keys) {
    try {
      const text = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: decode(iv), additionalData: encode(context) },
        await key(),
        decode(sealed),
      )
      return new TextDecoder().decode(text)
    } catch (cause) {
      failure = cause
    }
  }
  throw sealedElsewhere(context, failure)
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
