const SEMANTIC = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

/** A version with the moment it was published, if known. */
export interface DatedVersion {
  version: string
  /** ISO 8601. */
  publishedAt?: string | undefined
}

/** Tells whether a version has exactly three numbers; a leading `v` is tolerated. */
export function isSemantic(version: string): boolean {
  return SEMANTIC.test(version)
}

/**
 * Compares two versions by the registry's rule for `latest`: semantic ones by precedence (SemVer 2.0.0 §11), a
 * semantic one above any other, two others by the time of publication.
 *
 * Pure: no I/O, no clock.
 *
 * @returns Above 0 when `a` is the later one
 */
export function compareVersions(a: DatedVersion, b: DatedVersion): number {
  const left = SEMANTIC.exec(a.version)
  const right = SEMANTIC.exec(b.version)
  if (left && right) return compareSemantic(left, right) || compareDates(a, b)
  if (left) return 1
  if (right) return -1
  return compareDates(a, b)
}

function compareDates(a: DatedVersion, b: DatedVersion): number {
  const left = Date.parse(a.publishedAt ?? '')
  const right = Date.parse(b.publishedAt ?? '')
  return (Number.isNaN(left) ? 0 : left) - (Number.isNaN(right) ? 0 : right)
}

function compareSemantic(a: RegExpExecArray, b: RegExpExecArray): number {
  for (const part of [1, 2, 3]) {
    const order = compareNumbers(a[part] ?? '', b[part] ?? '')
    if (order !== 0) return order
  }
  return comparePrereleases(a[4], b[4])
}

/** Digits of any length, without rounding. */
function compareNumbers(a: string, b: string): number {
  const left = BigInt(a)
  const right = BigInt(b)
  return left === right ? 0 : left > right ? 1 : -1
}

function comparePrereleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  const left = a.split('.')
  const right = b.split('.')
  for (const [index, identifier] of left.entries()) {
    const order = compareIdentifiers(identifier, right[index])
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareIdentifiers(a: string, b: string | undefined): number {
  if (b === undefined) return 1
  const isNumber = /^\d+$/
  if (isNumber.test(a) && isNumber.test(b)) return compareNumbers(a, b)
  if (isNumber.test(a)) return -1
  if (isNumber.test(b)) return 1
  return a === b ? 0 : a > b ? 1 : -1
}
