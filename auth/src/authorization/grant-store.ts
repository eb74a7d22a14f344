/** Remembers what a person allowed a client to do at a resource. */
export interface GrantStore {
  /** The scopes that were allowed; `undefined` when nothing ever was. */
  find(key: GrantKey): Promise<string[] | undefined>
  /** Adds scopes to those that were allowed before. */
  add(key: GrantKey, scopes: readonly string[], now: Date): Promise<void>
}

/** Who allowed whom, where. */
export interface GrantKey {
  userId: string
  clientId: string
  /** Absent where no resource was named. */
  resource?: string
}
