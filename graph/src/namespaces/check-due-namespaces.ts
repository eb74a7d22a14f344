import { CHECK_INTERVAL_MS, findKeys, PROOF_LIFETIME_MS } from './check-proof.ts'
import type { DueNamespace, NamespaceStore } from './namespace-store.ts'
import { toDomain } from './namespace.ts'
import type { ProofSources } from './proof-sources.ts'

/** A key that its domain has taken away still counts for so long: records go missing by mistake, too. */
export const GRACE_MS = 3 * 86_400_000
/** Looked at at the same time. */
const MAX_CHECKS = 20
/** A proof whose check was lost with its replica is due again after this. */
const CLAIM_MS = 10 * 60_000

/** What looking at proofs again works with. */
export interface CheckContext {
  readonly namespaces: NamespaceStore
  readonly proofs: ProofSources
  readonly now: () => Date
  readonly signal: AbortSignal
}

/**
 * Looks again at proofs that are due: a record that stands counts for another month; one that is gone, for three more
 * days, which its owner is told; one that cannot be read, for as long as it would have counted anyway.
 *
 * @returns How many were looked at
 */
export async function checkDueNamespaces(context: CheckContext): Promise<number> {
  let looked = 0
  let count: number
  do {
    count = await checkSome(context)
    looked += count
  } while (count === MAX_CHECKS && !context.signal.aborted)
  await context.namespaces.tidy(context.now())
  return looked
}

async function checkSome(context: CheckContext): Promise<number> {
  const now = context.now()
  const again = new Date(now.getTime() + CLAIM_MS)
  const due = await context.namespaces.claimDue({ now, again, limit: MAX_CHECKS })
  await Promise.all(due.map((one) => check(context, one)))
  return due.length
}

async function check(context: CheckContext, due: DueNamespace): Promise<void> {
  const { namespaces, proofs, signal } = context
  const { namespace, method, proof } = due
  const keys = await findKeys(proofs, { method, domain: toDomain(namespace), signal })
  const now = context.now()
  const stands = keys && keys.some(({ text }) => text === proof)
  const provenUntil = judge(due, stands, now)
  const checkDueAt = new Date(now.getTime() + CHECK_INTERVAL_MS)
  const isNewlyGone = stands === false && provenUntil < due.provenUntil
  await namespaces.recordCheck({ namespace, proof, provenUntil, checkDueAt, isNewlyGone })
}

function judge({ provenUntil }: DueNamespace, stands: boolean | undefined, now: Date): Date {
  if (stands === undefined) return provenUntil
  if (stands) return new Date(now.getTime() + PROOF_LIFETIME_MS)
  return new Date(Math.min(provenUntil.getTime(), now.getTime() + GRACE_MS))
}
