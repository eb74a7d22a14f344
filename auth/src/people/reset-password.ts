import { fail, ok, type Result } from '@toolgraph/errors'
import * as z from 'zod'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import { writeMail } from '../mail/mail-text.ts'
import type { Locale } from '../pages/messages/locale.ts'
import { findProof } from './claim-proof.ts'
import { PROOF_LIFETIME_MS, type EmailProof, type ProofContext } from './email-proof.ts'
import {
  findPasswordFailure,
  hashPassword,
  type PasswordCost,
  type PasswordFailure,
} from './password.ts'
import { parseEmail, type Person } from './person.ts'
import { countMail, sendProof, type MailRequest } from './send-proof.ts'
import { forgetSlips } from './sign-in.ts'
import type { Refusal } from './limits.ts'

/** Why no code is sent for a new password. */
export type ResetRequestFailure = Refusal<'email_malformed' | 'too_many_mails' | 'mail_failed'>

/** Why a new password is not set. */
export type NewPasswordFailure = Refusal<`password_${PasswordFailure}` | 'ended'>

/** What was chosen, and where. */
export interface NewPassword {
  /** What `allowNewPassword()` returned. */
  ticket: string
  password: string
  /** The network address of the browser. */
  address: string
  locale: Locale
}

/** Whose password may be set. */
const payloadSchema = z.object({ userId: z.string() })

/** Sends a code to the address, or a mail that there is no account; the ticket that is returned is the same. */
export async function requestReset(
  context: ProofContext,
  request: MailRequest,
): Promise<Result<string, ResetRequestFailure>> {
  const email = parseEmail(request.email)
  if (email === undefined) return fail({ reason: 'email_malformed' })
  const counted = await countMail(context, { ...request, email })
  if (!counted.ok) return counted

  return sendProof(context, { ...request, email, purpose: 'reset_password', payload: '{}' })
}

/** Returns the ticket by which whoever has claimed a proof chooses a new password. */
export async function allowNewPassword(
  { people, proofs, sealer, now }: ProofContext,
  claimed: EmailProof,
): Promise<string | undefined> {
  const found = await people.findByEmail(claimed.email)
  await proofs.remove(claimed.id)
  if (!found) return undefined

  const ticket = randomToken()
  const id = await sha256Hex(ticket)
  await proofs.save({
    id,
    purpose: 'new_password',
    email: claimed.email,
    payload: await sealer.seal(JSON.stringify({ userId: found.person.id }), id),
    createdAt: new Date(now()),
    expiresAt: new Date(now() + PROOF_LIFETIME_MS),
  })
  return ticket
}

/** Sets a new password, which ends all that was signed in by the one before, and says so by mail. */
export async function resetPassword(
  context: ProofContext & { passwordCost?: PasswordCost },
  { ticket, password, address, locale }: NewPassword,
): Promise<Result<Person, NewPasswordFailure>> {
  const { people, proofs, sealer, now } = context
  const proof = await findProof(context, { ticket, purposes: ['new_password'] })
  if (!proof) return fail({ reason: 'ended' })
  const { id, email } = proof
  const failure = findPasswordFailure(password, email)
  if (failure) return fail({ reason: `password_${failure}` as const })

  const passwordHash = await hashPassword(password, context.passwordCost)
  const { userId } = payloadSchema.parse(JSON.parse(await sealer.open(proof.payload, id)))
  if (!(await proofs.remove(id))) return fail({ reason: 'ended' })
  const person = await people.replacePassword(userId, { passwordHash, now: new Date(now()) })
  if (!person) return fail({ reason: 'ended' })

  await forgetSlips(context, { email, address })
  await sayThatItChanged(context, email, locale)
  return ok(person)
}

/** The password has changed whether or not this mail goes out. */
async function sayThatItChanged(
  { mailer, issuer, log }: ProofContext,
  email: string,
  locale: Locale,
): Promise<void> {
  try {
    await mailer.send(writeMail(email, { about: 'password_changed' }, { issuer, locale }))
  } catch (error) {
    log.error('Cannot send mail', { about: 'password_changed', error })
  }
}
