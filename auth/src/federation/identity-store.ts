import type { Person } from '../people/person.ts'

/** Who a person is at another provider. An e-mail address never names anybody: addresses change hands. */
export interface Identity {
  /** The provider's id in our configuration. */
  provider: string
  /** The provider's own name for the person: `sub`, or a numeric id. */
  subject: string
}

/** An identity that somebody signs in by, as its person sees it. */
export interface LinkedIdentity extends Identity {
  createdAt: Date
}

/** Keeps who is who at other providers. */
export interface IdentityStore {
  /** The identities that a person signs in by, oldest first. */
  listIdentities(userId: string): Promise<LinkedIdentity[]>
  /** Whose identity it is. */
  findPerson(identity: Identity): Promise<Person | undefined>
}
