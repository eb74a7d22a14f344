const ERRORS = 2

/**
 * Lists what a registry name may have in common with one from which it differs by two errors: parts of that one, each
 * with the length of the whole and its place. The index holds each name in three parts (`graph.name_parts`); two errors
 * leave at least one of them as it is, moved by as many places.
 *
 * Pure: no I/O, no clock.
 */
export function nearNameParts(name: string): string[] {
  const parts = new Set<string>()
  for (let length = name.length - ERRORS; length <= name.length + ERRORS; length++) {
    const tail = Math.floor(length / 4)
    const head = length - 2 * tail
    if (head <= name.length) parts.add(`${length}a${name.slice(0, head)}`)
    for (let from = Math.max(0, head - ERRORS); from <= head + ERRORS; from++)
      if (from + tail <= name.length) parts.add(`${length}b${name.slice(from, from + tail)}`)
    parts.add(`${length}c${name.slice(name.length - tail)}`)
  }
  return [...parts]
}
