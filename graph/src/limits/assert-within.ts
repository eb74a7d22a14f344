import { countTries, type LimitedKey, type Throttle } from '@toolgraph/throttle'
import type { Viewer } from '../registry/viewer.ts'
import { tooMany } from './errors.ts'
import { LIMITS, type LimitName, type WriteLimit } from './limits.ts'

/** What a limit needs of the context. */
export interface LimitContext {
  readonly viewer: Viewer | undefined
  readonly throttle: Throttle
  /** Where the request came from; nothing where the platform does not tell. */
  readonly clientAddress?: string | undefined
  readonly now: () => Date
}

/**
 * Counts what the caller does, exactly for all replicas: by who is signed in, else by the network address.
 *
 * @param owner Who else it is counted for: the owner in whose name it is done, once it is known that the caller may.
 *   Else a stranger could use up what is theirs
 * @throws LimitError
 */
export async function assertWithin(
  context: LimitContext,
  name: LimitName,
  owner?: string,
): Promise<void> {
  const limit: WriteLimit = LIMITS[name]
  const keys = [{ key: `${name}:${callerOf(context)}`, limit: limit.each }]
  if (owner !== undefined)
    keys.push({ key: `${name}:owner:${owner}`, limit: limit.owner ?? limit.each })
  await assertAll(context, limit.what, keys)
}

/**
 * Counts one try at several counters.
 *
 * @param what What is limited, for the refusal
 * @throws LimitError
 */
export async function assertAll(
  { throttle, now }: Pick<LimitContext, 'throttle' | 'now'>,
  what: string,
  keys: readonly LimitedKey[],
): Promise<void> {
  const counted = await countTries(throttle, now().getTime(), keys)
  if (!counted.ok) throw tooMany(what, counted.failure.retryAfterSeconds)
}

/** Whom reads and tries are counted for. */
export function callerOf({
  viewer,
  clientAddress,
}: Pick<LimitContext, 'viewer' | 'clientAddress'>): string {
  return viewer ? `subject:${viewer.subject}` : `address:${clientAddress ?? 'unknown'}`
}
