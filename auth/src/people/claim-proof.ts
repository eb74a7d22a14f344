import { fail, ok, type Result } from '@toolgraph/errors'
import { countTries } from '@toolgraph/throttle'
import { sha256Hex } from '../keys/digest.ts'
import { hashEmailCode, parseEmailCode } from './email-code.ts'
import {
  CODE_PURPOSES,
  type CodePurpose,
  type EmailProof,
  type ProofContext,
  type ProofPurpose,
} from './email-proof.ts'
import { LIMITS, type Refusal } from './limits.ts'

/** Why a code proves nothing: `ended` when there is no such proof any more, `code_used_up` when another code may be sent. */
export type ClaimFailure = Refusal<'code_wrong' | 'code_used_up' | 'too_many_codes' | 'ended'>

/** What was typed, and where. */
export interface CodeAttempt {
  ticket: string
  code: string
  /** The network address of the browser. */
  address: string
}

/** The proof that a ticket stands for, unless it has ended. */
export async function findProof<purpose extends ProofPurpose>(
  { proofs, now }: ProofContext,
  { ticket, purposes }: { ticket: string; purposes: readonly purpose[] },
): Promise<EmailProof<purpose> | undefined> {
  const proof = await proofs.find(await sha256Hex(ticket), new Date(now()))
  const purpose = purposes.find((one) => one === proof?.purpose)
  return proof && purpose && { ...proof, purpose }
}

/** Checks a code. Whoever is first with the right one has proved the address, and nobody else can again. */
export async function claimProof(
  context: ProofContext,
  attempt: CodeAttempt,
): Promise<Result<EmailProof<CodePurpose>, ClaimFailure>> {
  const { ticket, address } = attempt
  const key = `email-code-from/${address}`
  const counted = await countTries(context.throttle, context.now(), [
    { key, limit: LIMITS.emailCodeAddress },
  ])
  if (!counted.ok) return fail({ reason: 'too_many_codes', ...counted.failure })

  const proof = await findProof(context, { ticket, purposes: CODE_PURPOSES })
  if (!proof) return fail({ reason: 'ended' })
  const outcome = await tryCode(context, proof, attempt)
  if (outcome === 'claimed') {
    await context.throttle.release(key)
    return ok(proof)
  }

  await context.audit.record({
    action: 'email.proof_refused',
    detail: { purpose: proof.purpose, reason: outcome, address },
  })
  return fail({ reason: `code_${outcome}` as const })
}

async function tryCode(
  { proofs, now }: ProofContext,
  { id }: EmailProof,
  { ticket, code }: CodeAttempt,
) {
  // What is no code at all is a slip, not a guess.
  const typed = parseEmailCode(code)
  if (typed === undefined) return 'wrong' as const
  return proofs.tryCode(id, { codeHash: await hashEmailCode(ticket, typed), now: new Date(now()) })
}
