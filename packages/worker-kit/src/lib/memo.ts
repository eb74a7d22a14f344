/** Remembers a bounded number of values by text. */
export interface Memo<value> {
  get(key: string): value | undefined
  set(key: string, value: value): void
  clear(): void
}

/**
 * Creates a memory that lets go of the oldest when it is full.
 *
 * @param max How many it holds
 */
export function createMemo<value>(max: number): Memo<value> {
  const values = new Map<string, value>()
  return {
    get: (key) => values.get(key),
    clear: () => values.clear(),
    set(key, value) {
      const [oldest] = values.keys()
      if (values.size >= max && oldest !== undefined) values.delete(oldest)
      values.set(key, value)
    },
  }
}
