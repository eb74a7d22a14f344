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

/** An account as it is looked at before an identity is linked to it. */
export interface AccountStanding {
  isDemo: boolean
  emailVerifiedAt: Date | null
}

/**
 * How an identity came to its account: it had one; it was linked to the one whose address both have verified;
 * it took over one whose address nobody had verified; one was created for it.
 */
export type Admission = 'known' | 'linked' | 'taken_over' | 'created'

/** Keeps who is who at other providers. */
export interface IdentityStore {
  /** The identities that a person signs in by, oldest first. */
  listIdentities(userId: string): Promise<LinkedIdentity[]>
  /** Whose identity it is. */
  findPerson(identity: Identity): Promise<Person | undefined>
  /**
   * Gives an identity its account, as `decideAdmission()` says: of any number of calls at once, all get the
   * same. `undefined` where it gets none.
   *
   * @param profile The e-mail address that the provider has verified, and the name of a new account
   */
  admit(
    identity: Identity,
    profile: { email: string; name: string },
    now: Date,
  ): Promise<{ person: Person; admission: Admission } | undefined>
}

/** Decides whether an identity may have the account of the address that its provider has verified. Pure. */
export function decideAdmission(account: AccountStanding): 'linked' | 'taken_over' | 'refused' {
  // Its password is public: whoever is linked to it shares it with everybody.
  if (account.isDemo) return 'refused'
  // Somebody may have typed an address that is not theirs. Whoever proves it now gets the account alone.
  return account.emailVerifiedAt ? 'linked' : 'taken_over'
}
