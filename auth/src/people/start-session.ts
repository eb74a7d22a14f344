import { randomToken, sha256Hex } from '../keys/digest.ts'
import { SESSION_LIFETIME_MS, type SessionStore } from './session.ts'

/** Who signs in, and with which browser. */
export interface SignedIn {
  userId: string
  /** What the browser calls itself; a stranger's text of any length. */
  userAgent: string | undefined
  /** The network address of the browser; `undefined` where nobody knows it. */
  address: string | undefined
  /** The password that was right, as it is kept; absent for who came in another way. */
  passwordHash?: string | undefined
}

const MAX_USER_AGENT_LENGTH = 512

/**
 * Signs a browser in: a new id each time, of which only the hash is kept.
 *
 * @returns What the cookie holds, or `undefined` where the password has been replaced in the meantime
 */
export async function startSession(
  { sessions, now }: { sessions: SessionStore; now: () => number },
  { userId, userAgent, address, passwordHash }: SignedIn,
): Promise<string | undefined> {
  const value = randomToken()
  const called = userAgent === undefined ? '' : toUserAgent(userAgent)
  const isSaved = await sessions.save({
    id: await sha256Hex(value),
    userId,
    ...(called && { userAgent: called }),
    ...(address && { address }),
    createdAt: new Date(now()),
    expiresAt: new Date(now() + SESSION_LIFETIME_MS),
    ...(passwordHash !== undefined && { passwordHash }),
  })
  return isSaved ? value : undefined
}

/** A user agent that can be kept: bounded, and no character that is not to be seen. Pure. */
export function toUserAgent(header: string): string {
  return header
    .slice(0, MAX_USER_AGENT_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim()
}
