import { serverNotFound, versionNotFound } from './errors.ts'
import type { VersionContext } from './list-versions.ts'
import type { ListedVersion, VersionPosition } from './version-store.ts'

/** What may be left out. */
export interface VersionOptions {
  includeDeleted: boolean
}

/**
 * Finds one version of a server that the viewer may see.
 *
 * @param position `version`: `latest`, or exactly this one
 * @throws RegistryError `ERR_VERSION_NOT_FOUND`
 */
export async function getVersion(
  { viewer, versions }: VersionContext,
  position: VersionPosition,
  options: VersionOptions,
): Promise<ListedVersion> {
  const found = await versions.find(viewer, position, options)
  if (!found) throw versionNotFound(position.name, position.version)
  return found
}

/**
 * Lists all versions of a server that the viewer may see, newest publication first.
 *
 * @throws RegistryError `ERR_SERVER_NOT_FOUND`
 */
export async function listVersionsOf(
  { viewer, versions }: VersionContext,
  name: string,
  options: VersionOptions,
): Promise<ListedVersion[]> {
  const found = await versions.listOf(viewer, name, options)
  if (found.length === 0) throw serverNotFound(name)
  return found
}
