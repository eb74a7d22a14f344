import { sha256Hex } from '../keys/digest.ts'
import type { Session } from '../people/session.ts'
import type { Services } from '../services.ts'

/** How exactly a person learns when a browser was last seen; more would be an update a page. */
const SEEN_EVERY_MS = 10 * 60 * 1000

/** The signed-in person of a browser; notes now and then that it was here. */
export async function findSession(
  { cookies, sessions, now }: Services,
  request: Request,
): Promise<Session | undefined> {
  const value = cookies.session.read(request)
  if (value === undefined) return undefined

  const session = await sessions.find(await sha256Hex(value), new Date(now()))
  const unlessSince = new Date(now() - SEEN_EVERY_MS)
  if (session && session.lastSeenAt < unlessSince)
    await sessions.touch(session.id, { now: new Date(now()), unlessSince })
  return session
}
