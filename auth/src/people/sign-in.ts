import { fail, ok, type Result } from '@toolgraph/errors'
import { sha256Hex } from '../keys/digest.ts'
import { verifyPassword, type PasswordCost } from './password.ts'
import { parseEmail, type Person, type PersonStore } from './person.ts'
import { countTry, LIMITS, type Limit, type Throttle } from './throttle.ts'

/** Why somebody is not signed in. Which of the two was wrong is never told. */
export type SignInFailure = 'wrong' | 'too_many'

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

/**
 * Checks an e-mail address and a password. Tries are counted before the password is looked at, so that
 * any number of parallel guesses stays within the limits; one that succeeds is taken back.
 */
export async function signIn(
  context: SignInContext,
  attempt: SignInAttempt,
): Promise<Result<Person, SignInFailure>> {
  const { people, throttle, demoAccounts } = context
  const email = parseEmail(attempt.email)
  const keys = await throttleKeys(email ?? attempt.email, attempt.address)
  if (!(await isWithinLimits(context, keys))) return fail('too_many')

  const found = email === undefined ? undefined : await people.findByEmail(email)
  const isOpen = found !== undefined && (demoAccounts || !found.person.isDemo)
  const hash = isOpen ? found.passwordHash : undefined
  const isRight = await verifyPassword(attempt.password, hash, context.passwordCost)
  if (!isRight || !found) return fail('wrong')

  await throttle.clear(keys.accountAndAddress.key)
  await throttle.release(keys.account.key)
  await throttle.release(keys.address.key)
  return ok(found.person)
}

interface ThrottleKey {
  key: string
  limit: Limit
}

/** E-mail addresses are hashed: the counters are no list of who has an account. */
async function throttleKeys(email: string, address: string) {
  const account = await sha256Hex(email)
  return {
    accountAndAddress: { key: `sign-in/${account}/${address}`, limit: LIMITS.signIn },
    account: { key: `sign-in/${account}`, limit: LIMITS.signInAccount },
    address: { key: `sign-in-from/${address}`, limit: LIMITS.signInAddress },
  } satisfies Record<string, ThrottleKey>
}

async function isWithinLimits(
  { throttle, now }: SignInContext,
  keys: Record<string, ThrottleKey>,
): Promise<boolean> {
  const at = now()
  const counts = await Promise.all(
    Object.values(keys).map(async ({ key, limit }) => {
      return (await countTry(throttle, { key, limit, now: at })).ok
    }),
  )
  return counts.every(Boolean)
}
