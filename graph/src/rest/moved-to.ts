import { toNameKey } from '../registry/server.ts'
import type { RestAnswer } from './route.ts'

/**
 * What the answer is when a server was asked for by a name that it had before: the way to the one it has.
 *
 * @param path Where servers are, with a slash at its end
 */
export function movedTo(
  path: string,
  { asked, found }: { asked: string; found: { id: string; name: string } },
): Pick<RestAnswer, 'status' | 'headers'> | undefined {
  const key = toNameKey(asked)
  if (key === found.id || key === toNameKey(found.name)) return undefined
  return { status: 301, headers: { location: path + encodeURIComponent(found.name) } }
}
