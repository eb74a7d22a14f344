import type { AuditLog } from '../audit-log.ts'
import type { Session, SessionStore } from '../people/session.ts'

/** What ending sessions needs. */
export interface SessionContext {
  sessions: SessionStore
  audit: AuditLog
}

/** Ends the browser's own session. */
export async function signOut(
  { sessions, audit }: SessionContext,
  session: Session,
): Promise<void> {
  const { id, person } = session
  if (await sessions.end(person.id, id))
    await audit.record({ action: 'sign_out', userId: person.id })
}

/** Ends another session of the same person; false where there is no such session of theirs. */
export async function endSession(
  { sessions, audit }: SessionContext,
  { person }: Session,
  id: string,
): Promise<boolean> {
  const isEnded = /^[0-9a-f]{64}$/.test(id) && (await sessions.end(person.id, id))
  if (isEnded) await audit.record({ action: 'session.ended', userId: person.id })
  return isEnded
}

/** Ends every session of the person but the one that asks; false where there is no other. */
export async function endOtherSessions(
  { sessions, audit }: SessionContext,
  { id, person }: Session,
): Promise<boolean> {
  const count = await sessions.endOthers(person.id, id)
  if (count > 0)
    await audit.record({ action: 'sessions.ended', userId: person.id, detail: { count } })
  return count > 0
}
