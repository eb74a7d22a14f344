/** Tells whether a text names one version: neither `latest` nor a range. */
export function isVersion(text: string): boolean {
  return text !== 'latest' && !RANGE.some((range) => range.test(text)) && !/[\s\p{Cc}]/u.test(text)
}

/**
 * Decides whether a version takes the place of the latest one: semantic versions are compared, one of them goes
 * before any other text, and of two other texts the later published wins.
 *
 * Pure: no I/O, no clock.
 */
export function isNewer(version: string, latest: string): boolean {
  const [next, current] = [parseSemver(version), parseSemver(latest)]
  if (!next || !current) return Boolean(next) || !current
  return compareSemver(next, current) > 0
}

const RANGE = [/^[~^<>=]/, /\s-\s/, /\|\|/, /(?:^|\.)[xX*](?:\.|$)/]

interface Semver {
  numbers: readonly number[]
  prerelease: readonly string[]
}

const SEMVER = /^v?(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

function parseSemver(text: string): Semver | undefined {
  const found = SEMVER.exec(text)
  if (!found) return undefined
  const [, major, minor, patch, prerelease] = found
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split('.') ?? [],
  }
}

function compareSemver(a: Semver, b: Semver): number {
  for (const [place, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[place] ?? 0)
    if (difference !== 0) return difference
  }
  // A release goes before its own prereleases (Semantic Versioning §11).
  if (a.prerelease.length === 0 || b.prerelease.length === 0)
    return b.prerelease.length - a.prerelease.length
  return comparePrerelease(a.prerelease, b.prerelease)
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  for (const [place, part] of a.entries()) {
    const other = b[place]
    if (other === undefined) return 1
    const difference = compareIdentifier(part, other)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareIdentifier(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumberA && isNumberB) return Number(a) - Number(b)
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1
  return a < b ? -1 : Number(a > b)
}
