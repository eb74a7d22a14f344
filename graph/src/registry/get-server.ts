import { serverNotFound } from './errors.ts'
import type { RegistryContext } from './registry.ts'
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
  const server = UUID.test(reference)
    ? await registry.find(viewer, { id: reference.toLowerCase() })
    : NAME.test(reference) && (await registry.find(viewer, { name: reference }))
  if (!server) throw serverNotFound(reference)
  return server
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Names of imported servers are not always well formed; a control character is in none. */
const NAME = /^[^\p{Cc}]{1,300}$/u
