import type { Client } from './client.ts'

/** A client as it is kept, with how long it holds. */
export interface StoredClient {
  client: Client
  /** A registration's end, or until when a document is fresh. */
  expiresAt: Date
}

/** Keeps registered clients and the documents of others. */
export interface ClientStore {
  /** Also past its end: the caller decides what that means. */
  find(id: string): Promise<StoredClient | undefined>
  /** Stores a client, over an older one of the same id. */
  save(stored: StoredClient, now: Date): Promise<void>
  /** Moves the end of a registration further away, by a day at least; never nearer. */
  extend(id: string, expiresAt: Date): Promise<void>
}
