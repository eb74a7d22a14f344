import type { ServerJson } from '@toolgraph/server-json'
import { packageNotYours, packageUnreadable } from './errors.ts'

/** A package of a `server.json`. */
export type PublishedPackage = NonNullable<ServerJson['packages']>[number]

/**
 * What a package says of its server: that it is this one, that it is not (or nothing), or that it cannot be read just
 * now. Only the first is a proof: an answer that failed is none (CVE-2026-45781).
 */
export type PackageVerdict = 'owned' | 'foreign' | 'unreadable'

/** Reads in a package's own registry whose it is. */
export type PackageCheck = (
  found: PublishedPackage,
  serverName: string,
  signal: AbortSignal,
) => Promise<PackageVerdict>

/** What checking packages needs of the context. */
export interface PackageContext {
  /** Absent where this registry takes a publisher's word for it. */
  readonly checkPackage?: PackageCheck | undefined
}

/** The most packages of a version that are checked. */
const MAX_PACKAGES = 20
const CHECK_TIMEOUT_MS = 20_000

/**
 * Passes packages that say themselves whose server they are.
 *
 * @throws RegistryError `ERR_PACKAGE_NOT_YOURS`, `ERR_PACKAGE_UNREADABLE`
 */
export async function assertPackages(
  { checkPackage }: PackageContext,
  serverName: string,
  packages: readonly PublishedPackage[],
): Promise<void> {
  if (!checkPackage) return
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
  for (const [index, found] of packages.entries()) {
    const { registryType = '', identifier = '' } = found
    const named = `${registryType} package "${identifier}"`
    const verdict = index < MAX_PACKAGES ? await checkPackage(found, serverName, signal) : 'foreign'
    if (verdict === 'foreign') throw packageNotYours(serverName, named)
    if (verdict === 'unreadable') throw packageUnreadable(serverName, named)
  }
}
