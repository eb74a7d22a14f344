import * as z from 'zod'
import { LocalError } from '../authorization/errors.ts'
import { sha256Hex } from '../keys/digest.ts'
import type { KeyValueStore } from '../keys/key-value-store.ts'

/** Somebody who was sent to a provider, and what must fit when they come back. */
export interface Departure {
  provider: string
  /** The request that they are signing in for. */
  requestId: string
  /** SHA-256 of the cookie of the browser that they left with. */
  browser: string
  nonce: string
  codeVerifier: string
  /** The language of the pages that they left. */
  locale: string
}

/** How long somebody may stay at a provider (the MCP security practices say ten minutes at most). */
export const DEPARTURE_LIFETIME_MS = 10 * 60 * 1000

/** What is stored, sealed. */
const departureSchema = z.object({
  provider: z.string(),
  requestId: z.string(),
  browser: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  locale: z.string(),
})

/** Keeps a departure under the hash of its `state`. */
export async function saveDeparture(
  { values, now }: { values: KeyValueStore; now: () => number },
  state: string,
  departure: Departure,
): Promise<void> {
  const expiresAt = new Date(now() + DEPARTURE_LIFETIME_MS)
  await values.set(await keyOf(state), JSON.stringify(departure), expiresAt)
}

/** Who says that they come back. */
export interface Claim {
  state: string
  /** The provider whose callback was called. */
  provider: string
  /** SHA-256 of the browser's cookie. */
  browser: string
}

/**
 * Takes a departure out, for the one who left: once, at the provider's own callback, in the same browser. Whoever
 * else knows the `state` learns nothing and spoils nothing.
 *
 * @throws {LocalError} When there is none, or not for them
 */
export async function claimDeparture(
  { values }: { values: KeyValueStore },
  { state, provider, browser }: Claim,
): Promise<Departure> {
  const key = await keyOf(state)
  const kept = parse(await values.find(key))
  if (!kept || kept.provider !== provider) throw departureUnknown()
  if (kept.browser !== browser)
    throw new LocalError('ERR_REQUEST_OF_ANOTHER_BROWSER', 'Cannot go on in another browser')

  const taken = parse(await values.take(key))
  if (!taken) throw departureUnknown()
  return taken
}

async function keyOf(state: string): Promise<string> {
  return `federation:${await sha256Hex(state)}`
}

function parse(stored: string | undefined): Departure | undefined {
  return stored === undefined ? undefined : departureSchema.parse(JSON.parse(stored))
}

function departureUnknown(): LocalError {
  return new LocalError('ERR_REQUEST_UNKNOWN', 'Cannot find who was sent to the provider')
}
