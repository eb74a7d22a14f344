import type { Client } from './client.ts'
import type { ClientSources } from './find-client.ts'

/**
 * Finds a client as it was last known, without asking anybody: a page that lists many of them waits for
 * nobody's document.
 */
export async function findKnownClient(
  { findStatic, clients }: Pick<ClientSources, 'findStatic' | 'clients'>,
  id: string,
): Promise<Client | undefined> {
  return (await findStatic(id)) ?? (await clients.find(id))?.client
}
