import { findKeys } from './check-proof.ts'
import type { ProofSources } from './proof-sources.ts'
import type { HeldNamespace, NamespaceStore, ProvenNamespace } from './namespace-store.ts'

/** What looking at a holder's proof needs. */
interface HolderContext {
  readonly namespaces: NamespaceStore
  readonly proofs: ProofSources
  readonly signal: AbortSignal
  readonly now: () => Date
}

/**
 * Looks at the proof of who holds a namespace, before another is given it: a key that its domain has taken away
 * proves nothing any more. What cannot be read just now still stands.
 *
 * @returns The holder whose proof does not stand any more
 */
export async function findGoneHolder(
  { namespaces, proofs, signal, now }: HolderContext,
  { namespace, domain, proof }: ProvenNamespace,
): Promise<HeldNamespace | undefined> {
  const holder = await namespaces.find(namespace)
  if (!holder?.provenUntil || holder.proof === proof) return undefined
  if (holder.provenUntil <= now()) return holder
  const { method } = holder
  if (domain === undefined || (method !== 'dns' && method !== 'http')) return undefined

  const keys = await findKeys(proofs, { method, domain, signal })
  return keys && !keys.some(({ text }) => text === holder.proof) ? holder : undefined
}
