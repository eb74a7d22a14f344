import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { Client } from './client.ts'
import { isDocumentId, readClientDocument } from './client-document.ts'
import { readClientLogo, type LogoStore } from './client-logo.ts'
import type { ClientStore } from './client-store.ts'
import type { FindStaticClient } from './static-clients.ts'

/** Where clients are found. */
export interface ClientSources {
  findStatic: FindStaticClient
  clients: ClientStore
  logos: LogoStore
  /** The way to documents. */
  safeFetch: SafeFetch
  /** The way to logos. */
  fetchLogo: SafeFetch
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
 * How long past its freshness a document still names the client of a standing grant. Then it is removed,
 * and the client is unknown until its document can be read again.
 */
export const DOCUMENT_KEPT_MS = 7 * 24 * 60 * 60 * 1000

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
    const stored = await sources.clients.find(id)
    const isUsable = stored && stored.expiresAt.getTime() + DOCUMENT_KEPT_MS > sources.now()
    return isUsable ? stored.client : undefined
  }
}

async function refreshDocument(sources: ClientSources, id: string): Promise<Client> {
  const { client: described, freshForSeconds, logoUri } = await readClientDocument(sources, id)
  const now = sources.now()
  const expiresAt = new Date(now + freshForSeconds * 1000)
  const logo = await refreshLogo(sources, { clientId: id, logoUri, expiresAt })
  const client = { ...described, ...(logo !== undefined && { logo }) }
  await sources.clients.save({ client, expiresAt }, new Date(now))
  return client
}

/** The logo is read with its document and kept as long: nothing that is shown changes in between. */
async function refreshLogo(
  { fetchLogo, logos }: ClientSources,
  document: { clientId: string; logoUri: string | undefined; expiresAt: Date },
): Promise<string | undefined> {
  const { clientId, logoUri, expiresAt } = document
  if (logoUri === undefined) return undefined
  const logo = await readClientLogo(fetchLogo, { clientId, logoUri })
  if (logo) await logos.save(logo, new Date(expiresAt.getTime() + DOCUMENT_KEPT_MS))
  return logo?.id
}
