import type { RegistryContext } from './registry.ts'
import type { ResourceRecord } from './server-record.ts'

/**
 * Finds the protected resource of this URI, as an issuer asks for it.
 *
 * @returns `undefined` for a URI that is no server's endpoint, or whose own metadata names no issuer
 */
export async function findResource(
  { registry }: Pick<RegistryContext, 'registry'>,
  uri: string,
): Promise<ResourceRecord | undefined> {
  return URL.canParse(uri) ? registry.findResource(uri) : undefined
}
