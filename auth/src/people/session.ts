import type { Person } from './person.ts'

/** A browser that is signed in. */
export interface Session {
  /** SHA-256 of the cookie's value. */
  id: string
  person: Person
  createdAt: Date
  lastSeenAt: Date
}

/** A session as its person sees it: which browser, where, since when. */
export interface SignedInBrowser {
  /** SHA-256 of the cookie's value. */
  id: string
  /** What the browser calls itself: a stranger's text. */
  userAgent?: string
  /** The network address that it signed in from. */
  address?: string
  createdAt: Date
  lastSeenAt: Date
}

/** A session to be. */
export interface NewSession {
  id: string
  userId: string
  userAgent?: string
  address?: string
  createdAt: Date
  expiresAt: Date
  /** The password that let somebody in, as it was kept when it was looked at. */
  passwordHash?: string
}

/** Keeps the browsers that are signed in. Who may end one is told by the person, never by the id alone. */
export interface SessionStore {
  /** Signs a browser in; false where the account has gone, or has another password by now. */
  save(session: NewSession): Promise<boolean>
  /** The session, unless it has ended. */
  find(id: string, now: Date): Promise<Session | undefined>
  /** The same, and what its person has allowed a client at a resource: `undefined` when nothing ever was. */
  findWithGrant(
    id: string,
    now: Date,
    to: { clientId: string; resource?: string | undefined },
  ): Promise<{ session: Session; granted: string[] | undefined } | undefined>
  /** Notes that a browser was here, unless that was noted after `unlessSince`. */
  touch(id: string, seen: { now: Date; unlessSince: Date }): Promise<void>
  /** The browsers that somebody is signed in with, latest seen first. */
  list(userId: string, now: Date): Promise<SignedInBrowser[]>
  /** Ends one session of a person; false where there is no such session of theirs. */
  end(userId: string, id: string): Promise<boolean>
  /** Ends every session of a person but the one that is kept; says how many. */
  endOthers(userId: string, kept: string): Promise<number>
}

/** How long a browser stays signed in. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60 * 1000
