import { compareVersions, isSemantic } from './compare-versions.ts'

/** Tells whether a text names one version: neither `latest` nor a range. */
export function isVersion(text: string): boolean {
  return text !== 'latest' && !RANGE.some((range) => range.test(text)) && !/[\s\p{Cc}]/u.test(text)
}

const RANGE = [/^[~^<>=]/, /\s-\s/, /\|\|/, /(?:^|\.)[xX*](?:\.|$)/]

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
