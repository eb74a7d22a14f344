/** A person with an account. */
export interface Person {
  id: string
  email: string
  name: string
  /** A ready account for trying the product on one's own machine. */
  isDemo: boolean
}

/** An account, as it is found by its address. */
export interface FoundPerson {
  person: Person
  /** Absent for who signs in elsewhere only. */
  passwordHash: string | undefined
  /** When the person proved that the address is theirs. Until then the address says nothing about who they are. */
  emailVerifiedAt: Date | undefined
}

/** Keeps people. */
export interface PersonStore {
  findByEmail(email: string): Promise<FoundPerson | undefined>
  /** Creates an account, or returns `undefined` where the address has one. */
  create(account: NewPerson): Promise<Person | undefined>
  /**
   * Sets a password for somebody who has proved their address, all at once with what follows: every
   * session, code and refresh family of theirs ends, and every proof under way for the address.
   *
   * @returns The person, or `undefined` where there is none any more
   */
  replacePassword(
    userId: string,
    next: { passwordHash: string; now: Date },
  ): Promise<Person | undefined>
}

/** An account to be. */
export interface NewPerson {
  /** An address that was proved: nobody has an account by an address that is not theirs. */
  email: string
  emailVerifiedAt: Date
  name: string
  passwordHash: string
  isDemo: boolean
}

const MAX_EMAIL_LENGTH = 254
/** What cannot stand in an address: into the header of a mail goes one, and no list, comment or second line. */
const FORBIDDEN = String.raw`\s@"'<>()[\],;:\\\p{Cc}\p{Cf}`
const EMAIL = new RegExp(`^[^${FORBIDDEN}]+@([^.${FORBIDDEN}]+\\.)+[^.${FORBIDDEN}]{2,}$`, 'u')
const MAX_NAME_LENGTH = 80

/** Reads an e-mail address as it is compared here, or `undefined`. Pure. */
export function parseEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase()
  return email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email) ? email : undefined
}

/** Reads the name that a person is shown by, or `undefined`. Pure. */
export function parsePersonName(text: string): string | undefined {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return name !== '' && [...name].length <= MAX_NAME_LENGTH ? name : undefined
}
