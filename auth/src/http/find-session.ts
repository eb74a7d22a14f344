import { sha256Hex } from '../keys/digest.ts'
import type { Session } from '../people/session.ts'
import type { Services } from '../services.ts'

/** How exactly a person learns when a browser was last seen; more would be an update a page. */
const SEEN_EVERY_MS = 10 * 60 * 1000

/** The signed-in person of a browser; notes now and then that it was here. */
export async function findSession(
  services: Services,
  request: Request,
): Promise<Session | undefined> {
  const { cookies, sessions, now } = services
  const value = cookies.session.read(request)
  if (value === undefined) return undefined

  const session = await sessions.find(await sha256Hex(value), new Date(now()))
  if (session) await noteSeen(services, session)
  return session
}

/** The same, and what the person has allowed a client at a resource. */
export async function findSessionWithGrant(
  services: Services,
  request: Request,
  to: { clientId: string; resource?: string | undefined },
): Promise<{ session: Session; granted: string[] | undefined } | undefined> {
  const { cookies, sessions, now } = services
  const value = cookies.session.read(request)
  if (value === undefined) return undefined

  const found = await sessions.findWithGrant(await sha256Hex(value), new Date(now()), to)
  if (found) await noteSeen(services, found.session)
  return found
}

async function noteSeen({ sessions, now }: Services, { id, lastSeenAt }: Session): Promise<void> {
  const unlessSince = new Date(now() - SEEN_EVERY_MS)
  if (lastSeenAt < unlessSince) await sessions.touch(id, { now: new Date(now()), unlessSince })
}
