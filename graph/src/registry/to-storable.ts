/**
 * Replaces what no database can keep as text (NUL, halves of surrogate pairs) by U+FFFD, in strings and keys at any
 * depth: hostile text then is text like any other.
 *
 * Pure: no I/O, no clock.
 */
export function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) return value.map(toStorable)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [toStorableText(key), toStorable(inner)]),
  )
}

/** The same for one text. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}
