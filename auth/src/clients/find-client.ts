import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { Client } from './client.ts'
import { isDocumentId, readClientDocument } from './client-document.ts'
import type { ClientStore } from './client-store.ts'
import type { FindStaticClient } from './static-clients.ts'

/** Where clients are found. */
export interface ClientSources {
  findStatic: FindStaticClient
  clients: ClientStore
  safeFetch: SafeFetch
  /** Origins whose client documents may be plain http. */
  trustedOrigins: readonly string[]
  now: () => number
}

const MAX_ID_LENGTH = 512

/**
 * Finds a client by its id: configured, a document of its own, or registered. A document that is no
 * longer fresh is read again.
 *
 * @throws {ClientError} When its document cannot be read or accepted
 */
export async function findClient(sources: ClientSources, id: string): Promise<Client | undefined> {
  const { findStatic, clients, now } = sources
  if (id === '' || id.length > MAX_ID_LENGTH || id.includes('\0')) return undefined
  const configured = await findStatic(id)
  if (configured) return configured

  const stored = await clients.find(id)
  if (stored && stored.expiresAt.getTime() > now()) return stored.client
  return isDocumentId(id) ? refreshDocument(sources, id) : undefined
}

/**
 * Finds the client behind a grant that stands. Its document was read when the grant was made; that it
 * cannot be read today does not end the grant.
 */
export async function findGrantedClient(
  sources: ClientSources,
  id: string,
): Promise<Client | undefined> {
  try {
    return await findClient(sources, id)
  } catch {
    return (await sources.clients.find(id))?.client
  }
}

async function refreshDocument(sources: ClientSources, id: string): Promise<Client> {
  const { client, freshForSeconds } = await readClientDocument(sources, id)
  const now = sources.now()
  const expiresAt = new Date(now + freshForSeconds * 1000)
  await sources.clients.save({ client, expiresAt }, new Date(now))
  return client
}
