import { fail, type Result } from '@toolgraph/errors'
import type { Locale } from '../pages/messages/locale.ts'
import type { ProofContext } from './email-proof.ts'
import {
  findPasswordFailure,
  hashPassword,
  type PasswordCost,
  type PasswordFailure,
} from './password.ts'
import { parseEmail, parsePersonName } from './person.ts'
import { countMail, sendProof } from './send-proof.ts'
import type { Refusal } from './limits.ts'

/** Why no code is sent for a new account. */
export type AccountFailure = Refusal<
  | 'email_malformed'
  | 'name_malformed'
  | `password_${PasswordFailure}`
  | 'too_many_mails'
  | 'mail_failed'
>

/** What was typed, and where. */
export interface NewAccount {
  email: string
  name: string
  password: string
  /** The network address of the browser. */
  address: string
  locale: Locale
}

/**
 * Takes what an account is made of and sends a code to the address. Nothing is created yet, and for an
 * address that has an account everything looks the same. Returns the ticket that goes with the code.
 */
export async function requestAccount(
  context: ProofContext & { passwordCost?: PasswordCost },
  account: NewAccount,
): Promise<Result<string, AccountFailure>> {
  const email = parseEmail(account.email)
  const name = parsePersonName(account.name)
  if (name === undefined) return fail({ reason: 'name_malformed' })
  if (email === undefined) return fail({ reason: 'email_malformed' })
  const failure = findPasswordFailure(account.password, email)
  if (failure) return fail({ reason: `password_${failure}` as const })

  const { address, locale } = account
  const counted = await countMail(context, { email, address, locale })
  if (!counted.ok) return counted

  const passwordHash = await hashPassword(account.password, context.passwordCost)
  const payload = JSON.stringify({ name, passwordHash })
  return sendProof(context, { purpose: 'create_account', email, address, locale, payload })
}
