import { fail, ok, type Result } from '@toolgraph/errors'
import { countTries } from '@toolgraph/throttle'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import { writeMail, type Letter } from '../mail/mail-text.ts'
import type { Locale } from '../pages/messages/locale.ts'
import { createEmailCode, hashEmailCode, showEmailCode } from './email-code.ts'
import { PROOF_LIFETIME_MS, type CodePurpose, type ProofContext } from './email-proof.ts'
import type { FoundPerson } from './person.ts'
import { LIMITS, type Refusal } from './limits.ts'

/** Where a mail goes, and who asks for it. */
export interface MailRequest {
  email: string
  /** The network address of the browser. */
  address: string
  locale: Locale
}

/** What is to be proved. */
export interface ProofRequest extends MailRequest {
  purpose: CodePurpose
  /** What is to be done once it is proved. */
  payload: string
}

/** Counts a mail that is to be sent. */
export async function countMail(
  { throttle, now }: Pick<ProofContext, 'throttle' | 'now'>,
  { email, address }: MailRequest,
): Promise<Result<undefined, Refusal<'too_many_mails'>>> {
  const counted = await countTries(throttle, now(), [
    { key: await recipientKey(email), limit: LIMITS.mailTo },
    { key: `mail-from/${address}`, limit: LIMITS.mailFrom },
  ])
  return counted.ok ? counted : fail({ reason: 'too_many_mails', ...counted.failure })
}

/** E-mail addresses are hashed: the counters are no list of them. */
async function recipientKey(email: string): Promise<string> {
  return `mail-to/${await sha256Hex(email)}`
}

/**
 * Sends a code to an address and returns the ticket that goes with it. Whoever has an account already, or
 * has none, gets a mail that says so, with no code: the page does the same for all of them.
 */
export async function sendProof(
  context: ProofContext,
  request: ProofRequest,
): Promise<Result<string, Refusal<'mail_failed'>>> {
  const { proofs, sealer, now } = context
  const { purpose, email, payload } = request
  const ticket = randomToken()
  const id = await sha256Hex(ticket)
  const chosen = await chooseLetter(context, { purpose, email, ticket })
  await proofs.save({
    id,
    purpose,
    email,
    payload: await sealer.seal(payload, id),
    ...(chosen.codeHash && { codeHash: chosen.codeHash }),
    createdAt: new Date(now()),
    expiresAt: new Date(now() + PROOF_LIFETIME_MS),
  })
  if (await deliver(context, request, chosen.letter)) {
    await recordSent(context, request, chosen.found)
    return ok(ticket)
  }
  await proofs.remove(id)
  return fail({ reason: 'mail_failed' })
}

/** Sends another code for a ticket; the one before is no longer good. */
export async function resendProof(
  context: ProofContext,
  { ticket, address, locale }: { ticket: string; address: string; locale: Locale },
): Promise<Result<undefined, Refusal<'too_many_mails' | 'mail_failed' | 'ended'>>> {
  const { proofs, now } = context
  const id = await sha256Hex(ticket)
  const proof = await proofs.find(id, new Date(now()))
  if (!proof || proof.purpose === 'new_password') return fail({ reason: 'ended' })

  const { purpose, email } = proof
  const request = { purpose, email, address, locale }
  const counted = await countMail(context, request)
  if (!counted.ok) return counted

  const { codeHash, letter, found } = await chooseLetter(context, { purpose, email, ticket })
  if (!(await deliver(context, request, letter))) return fail({ reason: 'mail_failed' })
  await proofs.renew(id, {
    ...(codeHash && { codeHash }),
    now: new Date(now()),
    expiresAt: new Date(now() + PROOF_LIFETIME_MS),
  })
  await recordSent(context, request, found)
  return ok(undefined)
}

interface ChosenLetter {
  letter: Letter
  codeHash?: string
  found: FoundPerson | undefined
}

async function chooseLetter(
  { people }: ProofContext,
  { purpose, email, ticket }: { purpose: CodePurpose; email: string; ticket: string },
): Promise<ChosenLetter> {
  // The same work for all, so that the time says nothing about who has an account.
  const code = createEmailCode()
  const codeHash = await hashEmailCode(ticket, code)
  const found = await people.findByEmail(email)
  // The password of a ready account is public, and stays what it is.
  const hasPassword = found !== undefined && !found.person.isDemo
  if (purpose === 'create_account' && found) return { letter: { about: 'account_exists' }, found }
  if (purpose === 'reset_password' && !hasPassword)
    return { letter: { about: 'account_missing' }, found }

  const minutes = PROOF_LIFETIME_MS / 60_000
  return { letter: { about: purpose, code: showEmailCode(code), minutes }, codeHash, found }
}

/** Sends a mail; where that fails, the log learns why, and nothing of the mail. */
async function deliver(
  { mailer, throttle, issuer, log }: ProofContext,
  { email, locale }: MailRequest,
  letter: Letter,
): Promise<boolean> {
  try {
    await mailer.send(writeMail(email, letter, { issuer, locale }))
    return true
  } catch (error) {
    log.error('Cannot send mail', { about: letter.about, error })
    // It never came: the person may try again. The network address has still made us work.
    await throttle.release(await recipientKey(email))
    return false
  }
}

async function recordSent(
  { audit }: ProofContext,
  { purpose, address }: { purpose: CodePurpose; address: string },
  found: FoundPerson | undefined,
): Promise<void> {
  await audit.record({
    action: 'email.proof_sent',
    ...(found && { userId: found.person.id }),
    detail: { purpose, address },
  })
}
