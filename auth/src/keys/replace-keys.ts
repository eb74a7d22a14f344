import type { AuditLog } from '../audit-log.ts'
import type { KeyValueStore } from './key-value-store.ts'
import { findKeys, generateKey, KEYS_PREFIX, periodAt, toKeyedValue } from './stored-keys.ts'

/** What an emergency changed. */
export interface KeyChange {
  /** The id of the key that signs from now on. */
  kid: string
  /** The ids of the keys that are published no longer. */
  removed: string[]
}

/**
 * Takes all keys out of use and makes new ones that sign at once: for keys that somebody else may have.
 * Every token of theirs ends; refresh tokens and sessions do not depend on them and stay.
 *
 * @throws {KeyError} When the keys were sealed with another secret: new ones would lock every replica out
 */
export async function replaceKeys({
  store,
  audit,
  now,
}: {
  store: KeyValueStore
  audit: AuditLog
  now: number
}): Promise<KeyChange> {
  const period = periodAt(now)
  const before = await findKeys(store)
  const [present, next] = await Promise.all([generateKey(), generateKey()])
  await store.replaceAll(KEYS_PREFIX, [
    toKeyedValue(period, present),
    toKeyedValue(period + 1, next),
  ])

  const change = { kid: present.kid, removed: [...before.values()].map(({ kid }) => kid) }
  await audit.record({ action: 'keys.replaced', detail: { ...change } })
  return change
}
