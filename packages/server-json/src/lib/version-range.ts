const COMPARATOR = /^[~^<>=]/
const HYPHEN = /^v?\d\S*\s-\s*v?\d/
const ALTERNATIVES = /\|\|/
const WILDCARD = /^(?:v?\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:-[0-9A-Za-z.-]+)?$/

/** Tells whether a text names many versions: `^1.2.3`, `>=1.0`, `1.2 - 2.0`, `1 || 2`, `1.x`, `*`. */
export function isVersionRange(text: string): boolean {
  const version = text.trim()
  if (COMPARATOR.test(version) || HYPHEN.test(version) || ALTERNATIVES.test(version)) return true
  const [numbers = ''] = version.split('-')
  return WILDCARD.test(version) && /[xX*]/.test(numbers)
}

/** Tells whether a version has an address of its own, and stands in a line as what it is. */
export function isAddressable(version: string): boolean {
  return !/^\.{0,2}$|[\s\p{Cc}\p{Cf}\uFFFD]/u.test(version)
}

/** Says why a text is not the name of one version, and by which rule; `undefined` when it is. */
export function describeVersionFault(
  version: string,
): { message: string; rule: string } | undefined {
  if (version === 'latest')
    return { message: 'must not be "latest", which is reserved', rule: 'reserved-version-string' }
  if (isVersionRange(version))
    return { message: 'must be one version, not a range', rule: 'version-looks-like-range' }
  return undefined
}
