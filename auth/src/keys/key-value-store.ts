/** Keeps small values by key, sealed at rest, until they expire. */
export interface KeyValueStore {
  /** The value, or `undefined` when there is none or it has expired. */
  find(key: string): Promise<string | undefined>
  /** The value, taken out: of any number of callers, one gets it. */
  take(key: string): Promise<string | undefined>
  /** Stores a value, over an older one. */
  set(key: string, value: string, expiresAt?: Date): Promise<void>
  /** Stores a value unless one is there: of any number of writers, one wins. */
  setOnce(key: string, value: string, expiresAt?: Date): Promise<void>
  remove(key: string): Promise<void>
  /** Puts these values, in one step, in the place of all whose key begins with the prefix. */
  replaceAll(prefix: string, values: readonly KeyedValue[]): Promise<void>
  /** All pairs whose key begins with the prefix. */
  list(prefix: string): Promise<{ key: string; value: string }[]>
  /** Seals anew what an older secret sealed; returns how many. What no secret opens stays as it is. */
  renewSeals(): Promise<number>
}

/** A value under its key. */
export interface KeyedValue {
  key: string
  value: string
  expiresAt: Date
}
