/** How deep the JSON of a caller may be nested: a schema of thirty objects within each other fits. */
export const MAX_JSON_DEPTH = 100

/**
 * Tells whether JSON can be walked by what recurses. What is deeper was made to overflow somebody's stack.
 *
 * Pure: no I/O, no clock.
 */
export function isShallow(value: unknown, maxDepth = MAX_JSON_DEPTH): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return false
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    )
  }
  return true
}

/**
 * Replaces what no database can keep as text (NUL, halves of surrogate pairs) by U+FFFD, in strings and keys at any
 * depth: hostile text then is text like any other.
 *
 * Pure: no I/O, no clock.
 */
export function toStorable<value>(value: value): value {
  // Strings become strings, lists lists and records records with the same keys: the type stays.
  return replace(value) as value
}

/** The same for one text. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

function replace(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) return value.map(replace)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [toStorableText(key), replace(inner)]),
  )
}
