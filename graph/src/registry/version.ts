import { compareVersions, isAddressable, isSemantic, isVersionRange } from '@toolgraph/server-json'

/** Tells whether a text names one version: neither `latest` nor a range, and one word. */
export function isVersion(text: string): boolean {
  return text !== 'latest' && !isVersionRange(text) && isAddressable(text)
}

/**
 * Decides whether a version that is published now takes the place of the latest one.
 *
 * Pure: no I/O, no clock.
 */
export function isNewer(version: string, latest: string): boolean {
  // Of two versions that are not semantic the later published is the later one: this one.
  if (!isSemantic(version) && !isSemantic(latest)) return true
  return compareVersions({ version }, { version: latest }) > 0
}
