import { createLocalJWKSet, importJWK, type JWK, type JWTVerifyGetKey } from 'jose'
import type { KeyValueStore } from './key-value-store.ts'
import { findKeys, makeKey, periodAt, toJwk, type StoredKey } from './stored-keys.ts'

/** The key that signs today, and all that a verifier needs. */
export interface SigningKeys {
  kid: string
  privateKey: CryptoKey
  /** The public keys of `jwks_uri`: those of the last, this and the next period. */
  published: JWK[]
  /** Finds the published key that a token names. */
  find: JWTVerifyGetKey
}

/** What keeps the signing keys. */
export interface KeyRing {
  current(): Promise<SigningKeys>
}

/** A replica learns of new keys within this time. */
export const KEYS_FRESH_MS = 30_000

/**
 * How long a replica goes on with the keys it knows while they cannot be read: through a fault of the
 * database, or until it is restarted with the new secret under which another replica has sealed them.
 */
const KEYS_USABLE_MS = 60 * 60 * 1000

const ALGORITHM = 'ES256'

/** What a ring of keys is made of. */
export interface KeyRingOptions {
  store: KeyValueStore
  now: () => number
  /** Told why the keys could not be read again. */
  onFault?: (cause: unknown) => void
}

/**
 * Makes the ring of ES256 keys that all replicas share: one key a period, numbered by the clock. Whoever
 * needs a key first makes it; the store lets one writer win, so replicas never disagree. The keys are read
 * again twice a minute, so that all replicas follow an operator who takes one away.
 */
export function createKeyRing({ store, now, onFault }: KeyRingOptions): KeyRing {
  let known: { period: number; readAt: number; keys: SigningKeys } | undefined
  let reading: Promise<SigningKeys> | undefined

  async function read(period: number): Promise<SigningKeys> {
    try {
      const keys = await loadKeys(store, period)
      known = { period, readAt: now(), keys }
      return keys
    } catch (cause) {
      if (known?.period !== period || now() - known.readAt >= KEYS_USABLE_MS) throw cause
      onFault?.(cause)
      return known.keys
    }
  }

  return {
    async current() {
      const period = periodAt(now())
      if (known?.period === period && now() - known.readAt < KEYS_FRESH_MS) return known.keys
      reading ??= read(period).finally(() => {
        reading = undefined
      })
      return reading
    },
  }
}

async function loadKeys(store: KeyValueStore, period: number): Promise<SigningKeys> {
  const found = await findKeys(store)
  const last = found.get(period - 1)
  const present = found.get(period) ?? (await makeKey(store, period))
  const next = found.get(period + 1) ?? (await makeKey(store, period + 1))

  const privateKey = await importJWK(present.privateJwk, ALGORITHM)
  if (!(privateKey instanceof CryptoKey)) throw new TypeError('Cannot import the signing key')
  const published = [present, next, ...(last ? [last] : [])].map(toPublicJwk)
  return {
    kid: present.kid,
    privateKey,
    published,
    find: createLocalJWKSet({ keys: published }),
  }
}

function toPublicJwk({ kid, privateJwk: { kty, crv, x, y } }: StoredKey): JWK {
  return { ...toJwk({ kty, crv, x, y }), kid, alg: ALGORITHM, use: 'sig' }
}
