import { calculateJwkThumbprint, type JWK } from 'jose'
import * as z from 'zod'
import type { KeyedValue, KeyValueStore } from './key-value-store.ts'

/** How long one key signs. Each is published a whole period before its turn and one after it. */
export const SIGNING_PERIOD_MS = 90 * 24 * 60 * 60 * 1000

/** A signing key as it is kept. */
export interface StoredKey {
  kid: string
  privateJwk: JWK
}

/** What all signing keys are kept under. */
export const KEYS_PREFIX = 'signing-key/'

const storedKey = z.object({ kid: z.string(), privateJwk: z.looseObject({ kty: z.literal('EC') }) })

/** The period that a moment falls into. */
export function periodAt(now: number): number {
  return Math.floor(now / SIGNING_PERIOD_MS)
}

/** The keys that are kept, by their period. */
export async function findKeys(store: KeyValueStore): Promise<Map<number, StoredKey>> {
  const kept = await store.list(KEYS_PREFIX)
  return new Map(
    kept.map(({ key, value }) => [
      Number(key.slice(KEYS_PREFIX.length)),
      storedKey.parse(JSON.parse(value)),
    ]),
  )
}

/** Makes the key of a period, unless somebody has; returns the one that stands. */
export async function makeKey(store: KeyValueStore, period: number): Promise<StoredKey> {
  const { key, value, expiresAt } = toKeyedValue(period, await generateKey())
  await store.setOnce(key, value, expiresAt)

  const winner = (await findKeys(store)).get(period)
  if (!winner) throw new Error(`Cannot read back the signing key of period ${period}`)
  return winner
}

/** Makes a key pair. */
export async function generateKey(): Promise<StoredKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const privateJwk = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { kid: await calculateJwkThumbprint(toJwk(privateJwk)), privateJwk }
}

/** A key is kept as long as it is published: to the end of the period after its own. */
export function toKeyedValue(period: number, key: StoredKey): KeyedValue {
  return {
    key: `${KEYS_PREFIX}${period}`,
    value: JSON.stringify(key),
    expiresAt: new Date((period + 2) * SIGNING_PERIOD_MS),
  }
}

/** The public part. Web Crypto's type allows members that are undefined; the library's does not. */
export function toJwk({
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
