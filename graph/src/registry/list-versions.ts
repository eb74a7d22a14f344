import type { RegistryContext } from './registry.ts'
import type { ListedVersion, VersionQuery } from './version-store.ts'

/** A page of versions. */
export interface VersionPage {
  readonly versions: readonly ListedVersion[]
  readonly hasMore: boolean
}

/** What reading versions needs of the context. */
export type VersionContext = Pick<RegistryContext, 'viewer' | 'versions'>

/** Lists versions of all servers that the viewer may see, by name and version. */
export async function listVersions(
  { viewer, versions }: VersionContext,
  query: VersionQuery,
): Promise<VersionPage> {
  // One more than asked tells whether there is a next page.
  const found = await versions.list(viewer, { ...query, limit: query.limit + 1 })
  return { versions: found.slice(0, query.limit), hasMore: found.length > query.limit }
}
