import { serverNotFound } from './errors.ts'
import type { RegistryContext, ServerReference } from './registry.ts'
import type { ServerRecord } from './server-record.ts'

/** What finding needs of the context. */
export type FindContext = Pick<RegistryContext, 'viewer' | 'registry'>

/**
 * Finds a server that the viewer may see, by its registry name or its id.
 *
 * @throws RegistryError `ERR_SERVER_NOT_FOUND`
 */
export async function getServer(context: FindContext, reference: string): Promise<ServerRecord> {
  const { viewer, registry } = context
  const named = toReference(reference)
  const server = named && (await registry.find(viewer, named))
  if (!server) throw serverNotFound(reference)
  return server
}

/** What a caller calls a server: an id, a registry name, or neither. */
export function toReference(text: string): ServerReference | undefined {
  if (UUID.test(text)) return { id: text.toLowerCase() }
  return NAME.test(text) ? { name: text } : undefined
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Names of imported servers are not always well formed; a control character is in none. */
const NAME = /^[^\p{Cc}]{1,300}$/u
