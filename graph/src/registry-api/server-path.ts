/** What a path below `/servers/` names. */
export interface ServerPath {
  /** The server's name, decoded. */
  readonly name: string
  /** What follows the name, decoded: `['versions', '1.0.0', 'status']`. */
  readonly tail: readonly string[]
}

/**
 * Reads the path below `/servers/`. Names have a slash: who forgets to encode it is understood too.
 *
 * Pure: no I/O, no clock.
 *
 * @param path As it was sent, percent-encoded: `com.example%2Fweather/versions/latest`
 * @returns `undefined` where there is no name
 */
export function parseServerPath(path: string): ServerPath | undefined {
  const [first = '', ...rest] = path.split('/').map(decode)
  if (first === '') return undefined
  if (first.includes('/')) return { name: first, tail: rest }
  const [second, ...tail] = rest
  return second ? { name: `${first}/${second}`, tail } : undefined
}

/** A percent sign that encodes nothing stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
