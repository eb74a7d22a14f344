/** A person with an account. */
export interface Person {
  id: string
  email: string
  name: string
  /** A ready account for trying the product on one's own machine. */
  isDemo: boolean
}

/** Keeps people. */
export interface PersonStore {
  findByEmail(
    email: string,
  ): Promise<{ person: Person; passwordHash: string | undefined } | undefined>
  /** Creates an account, or returns `undefined` where the address has one. */
  create(account: NewPerson): Promise<Person | undefined>
}

/** An account to be. */
export interface NewPerson {
  email: string
  name: string
  passwordHash: string
  isDemo: boolean
}

const MAX_EMAIL_LENGTH = 254
const MAX_NAME_LENGTH = 80

/** Reads an e-mail address as it is compared here, or `undefined`. Pure. */
export function parseEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase()
  const isSound =
    email.length <= MAX_EMAIL_LENGTH &&
    /^[^\s@"'<>()[\],;:\\\p{Cc}\p{Cf}]+@[^\s@"'<>()[\],;:\\\p{Cc}\p{Cf}]+\.[^\s@.]{2,}$/u.test(
      email,
    )
  return isSound ? email : undefined
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
