import { compareVersions, type DatedVersion } from './compare-versions.ts'

/**
 * Tells whether a version is the latest beside others: no other one is later. Deleted ones are not to be given.
 *
 * Pure: no I/O, no clock.
 */
export function isLatestOf(version: DatedVersion, others: readonly DatedVersion[]): boolean {
  return others.every((other) => compareVersions(version, other) >= 0)
}

/**
 * Finds the latest of some versions by the registry's rule; of two that are equal, the one that stands first.
 *
 * @returns `undefined` of none
 */
export function findLatest<version extends DatedVersion>(
  versions: readonly version[],
): version | undefined {
  const [first, ...others] = versions
  if (!first) return undefined
  return others.reduce((best, next) => (compareVersions(next, best) > 0 ? next : best), first)
}
