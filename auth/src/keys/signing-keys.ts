import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose'
import * as z from 'zod'
import type { KeyValueStore } from './key-value-store.ts'

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

/** How long one key signs. Each is published a whole period before its turn and one after it. */
export const SIGNING_PERIOD_MS = 90 * 24 * 60 * 60 * 1000

const ALGORITHM = 'ES256'
const storedKey = z.object({ kid: z.string(), privateJwk: z.looseObject({ kty: z.literal('EC') }) })

/**
 * Makes the ring of ES256 keys that all replicas share: one key a period, numbered by the clock. Whoever
 * needs a key first makes it; the store lets one writer win, so replicas never disagree.
 */
export function createKeyRing({
  store,
  now,
}: {
  store: KeyValueStore
  now: () => number
}): KeyRing {
  let loaded: { period: number; keys: Promise<SigningKeys> } | undefined

  return {
    current() {
      const period = Math.floor(now() / SIGNING_PERIOD_MS)
      if (loaded?.period !== period) loaded = { period, keys: loadKeys(store, period) }
      const { keys } = loaded
      // A failed load is not kept: the next caller tries again.
      keys.catch(() => {
        if (loaded?.keys === keys) loaded = undefined
      })
      return keys
    },
  }
}

async function loadKeys(store: KeyValueStore, period: number): Promise<SigningKeys> {
  const last = await findKey(store, period - 1)
  const present = (await findKey(store, period)) ?? (await makeKey(store, period))
  const next = (await findKey(store, period + 1)) ?? (await makeKey(store, period + 1))

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

interface StoredKey {
  kid: string
  privateJwk: JWK
}

async function findKey(store: KeyValueStore, period: number): Promise<StoredKey | undefined> {
  const value = await store.find(slot(period))
  return value === undefined ? undefined : storedKey.parse(JSON.parse(value))
}

async function makeKey(store: KeyValueStore, period: number): Promise<StoredKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const privateJwk = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const kid = await calculateJwkThumbprint(toJwk(privateJwk))
  await store.setOnce(slot(period), JSON.stringify({ kid, privateJwk }))

  const winner = await findKey(store, period)
  if (!winner) throw new Error(`Cannot read back the signing key of period ${period}`)
  return winner
}

function toPublicJwk({ kid, privateJwk: { kty, crv, x, y } }: StoredKey): JWK {
  return { ...toJwk({ kty, crv, x, y }), kid, alg: ALGORITHM, use: 'sig' }
}

/** Web Crypto's type allows members that are undefined; the library's does not. */
function toJwk({
  kty,
  crv,
  x,
  y,
}: {
  kty?: string | undefined
  crv?: unknown
  x?: unknown
  y?: unknown
}): JWK {
  return z
    .object({ kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string() })
    .parse({ kty, crv, x, y })
}

function slot(period: number): string {
  return `signing-key/${period}`
}
