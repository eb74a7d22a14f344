import * as z from 'zod'
import type { EmailProof, ProofContext } from './email-proof.ts'
import type { Person } from './person.ts'

/** What waited for the address to be proved. */
const payloadSchema = z.object({ name: z.string(), passwordHash: z.string() })

/**
 * Creates the account that a claimed proof waited for.
 *
 * @returns The person, or `undefined` where the address has come to an account in the meantime
 */
export async function createAccount(
  { people, proofs, sealer, now }: ProofContext,
  { id, email, payload }: EmailProof,
): Promise<Person | undefined> {
  const account = payloadSchema.parse(JSON.parse(await sealer.open(payload, id)))
  const emailVerifiedAt = new Date(now())
  const person = await people.create({ email, emailVerifiedAt, ...account, isDemo: false })
  await proofs.remove(id)
  return person
}
