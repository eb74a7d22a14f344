import { fail, ok, type Result } from '@toolgraph/errors'
import { countTries, type LimitedKey, type Throttle } from '@toolgraph/throttle'
import { sha256Hex } from '../keys/digest.ts'
import { verifyPassword, type PasswordCost } from './password.ts'
import { parseEmail, type Person, type PersonStore } from './person.ts'
import { LIMITS, type Refusal } from './limits.ts'

/**
 * Why somebody is not signed in. Which of the two was wrong is never told; `unverified` is told to whoever
 * knows the password of an account whose address nobody has proved.
 */
export interface SignInFailure extends Refusal<'wrong' | 'unverified' | 'too_many'> {
  /** Whose account was tried; for the audit log, never for the page. */
  userId?: string
}

/** What signing in needs. */
export interface SignInContext {
  people: PersonStore
  throttle: Throttle
  /** Whether the ready accounts may sign in. */
  demoAccounts: boolean
  now: () => number
  passwordCost?: PasswordCost
}

/** What was typed, and where. */
export interface SignInAttempt {
  email: string
  password: string
  /** The network address of the browser. */
  address: string
}

/** Who knew the password, and which one it was. */
export interface ShownPassword {
  person: Person
  passwordHash: string
}

/**
 * Checks an e-mail address and a password. Tries are counted before the password is looked at, so that
 * any number of parallel guesses stays within the limits; one that succeeds is taken back.
 */
export async function signIn(
  context: SignInContext,
  attempt: SignInAttempt,
): Promise<Result<ShownPassword, SignInFailure>> {
  const { people, throttle, demoAccounts, now } = context
  const email = parseEmail(attempt.email)
  const typed = { email: email ?? attempt.email, address: attempt.address }
  const keys = await throttleKeys(typed)
  const counted = await countTries(throttle, now(), Object.values(keys))
  if (!counted.ok) return fail({ reason: 'too_many', ...counted.failure })

  const found = email === undefined ? undefined : await people.findByEmail(email)
  const isOpen = found !== undefined && (demoAccounts || !found.person.isDemo)
  const hash = isOpen ? found.passwordHash : undefined
  const isRight = await verifyPassword(attempt.password, hash, context.passwordCost)
  if (!found) return fail({ reason: 'wrong' })
  const { id: userId } = found.person
  if (!isRight || hash === undefined) return fail({ reason: 'wrong', userId })

  await forgetSlips(context, typed)
  await throttle.release(keys.account.key)
  await throttle.release(keys.address.key)
  if (!found.emailVerifiedAt) return fail({ reason: 'unverified', userId })
  return ok({ person: found.person, passwordHash: hash })
}

/** Forgets the wrong passwords that one address has sent for an account. */
export async function forgetSlips(
  { throttle }: { throttle: Throttle },
  typed: { email: string; address: string },
): Promise<void> {
  await throttle.clear((await throttleKeys(typed)).accountAndAddress.key)
}

/** E-mail addresses are hashed: the counters are no list of who has an account. */
async function throttleKeys({ email, address }: { email: string; address: string }) {
  const account = await sha256Hex(email)
  return {
    accountAndAddress: { key: `sign-in/${account}/${address}`, limit: LIMITS.signIn },
    account: { key: `sign-in/${account}`, limit: LIMITS.signInAccount },
    address: { key: `sign-in-from/${address}`, limit: LIMITS.signInAddress },
  } satisfies Record<string, LimitedKey>
}
