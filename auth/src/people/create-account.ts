import { fail, ok, type Result } from '@toolgraph/errors'
import {
  findPasswordFailure,
  hashPassword,
  type PasswordCost,
  type PasswordFailure,
} from './password.ts'
import { parseEmail, parsePersonName, type Person, type PersonStore } from './person.ts'
import { countTry, LIMITS, type Throttle } from './throttle.ts'

/** Why an account is not created. */
export type AccountFailure =
  'email_malformed' | 'email_taken' | 'name_malformed' | `password_${PasswordFailure}` | 'too_many'

/** What was typed, and where. */
export interface NewAccount {
  email: string
  name: string
  password: string
  address: string
}

/** Creates an account. The e-mail address is not verified: it names the account and proves nothing. */
export async function createAccount(
  context: {
    people: PersonStore
    throttle: Throttle
    now: () => number
    passwordCost?: PasswordCost
  },
  account: NewAccount,
): Promise<Result<Person, AccountFailure>> {
  const email = parseEmail(account.email)
  const name = parsePersonName(account.name)
  if (email === undefined) return fail('email_malformed')
  if (name === undefined) return fail('name_malformed')
  const failure = findPasswordFailure(account.password, email)
  if (failure) return fail(`password_${failure}` as const)

  const key = `create-account/${account.address}`
  const counted = { key, limit: LIMITS.createAccount, now: context.now() }
  if (!(await countTry(context.throttle, counted)).ok) return fail('too_many')

  const passwordHash = await hashPassword(account.password, context.passwordCost)
  const person = await context.people.create({ email, name, passwordHash, isDemo: false })
  return person ? ok(person) : fail('email_taken')
}
