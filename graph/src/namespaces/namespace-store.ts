import type { Viewer } from '../registry/viewer.ts'
import type { NamespaceMethod } from './namespace.ts'
import type { RegistryGrant } from './registry-grant.ts'

/** A namespace that somebody has just proven. */
export interface ProvenNamespace {
  readonly namespace: string
  readonly includesChildren: boolean
  readonly method: Exclude<NamespaceMethod, 'first_come'>
  /** What proved it: the record of a domain, the name of a GitHub account. */
  readonly proof: string
  /** The domain that the record stands at; nothing for a proof that is no record. */
  readonly domain?: string | undefined
  readonly provenAt: Date
  /** From then on it is no proof any more, unless it was looked at again. */
  readonly provenUntil: Date
  readonly checkDueAt: Date | undefined
}

/** Who shows a proof: a signed-in person, for themselves or an organization, or a machine that is nobody's. */
export type Prover =
  { readonly viewer: Viewer; readonly ownerId?: string | undefined } | { readonly machine: Machine }

/** What acts by a proof alone: it becomes a member of the owner that holds the namespace. */
export interface Machine {
  readonly subject: string
  readonly name: string
}

/** Whose a namespace is now, and since when it is proven. */
export interface HeldNamespace {
  readonly ownerId: string
  readonly method: NamespaceMethod
  readonly proof: string | undefined
  readonly provenUntil: Date | undefined
}

/** A proof that is due to be looked at again. */
export interface DueNamespace {
  readonly namespace: string
  readonly method: 'dns' | 'http'
  readonly proof: string
  readonly provenUntil: Date
}

/** What looking at a proof again came to. */
export interface ProofCheck {
  readonly namespace: string
  readonly proof: string
  readonly provenUntil: Date
  readonly checkDueAt: Date
  /** It was there the last time: its owner is told. */
  readonly isNewlyGone: boolean
}

/** Where namespaces are kept. */
export interface NamespaceStore {
  find(namespace: string): Promise<HeldNamespace | undefined>
  /**
   * Gives a namespace to who has proven it. Who held it without a proof loses it: their servers in it are disputed.
   *
   * @param gone The holder whose proof was looked at just now and does not stand any more
   * @returns The owner who holds it from now on
   * @throws NamespaceError `ERR_NAMESPACE_TAKEN` where another owner's proof stands; OwnershipError
   */
  settle(
    proven: ProvenNamespace,
    prover: Prover,
    gone: HeldNamespace | undefined,
  ): Promise<{ ownerId: string }>
  /** Keeps a registry token, by its digest. */
  keepGrant(hash: string, grant: RegistryGrant): Promise<void>
  findGrant(hash: string, now: Date): Promise<RegistryGrant | undefined>
  /** Claims proofs that are due: each is looked at by one replica, and is due again in a while if that one dies. */
  claimDue(claim: { now: Date; again: Date; limit: number }): Promise<DueNamespace[]>
  /** Says how long a proof stands from now on; it has run out where that moment is past. */
  recordCheck(check: ProofCheck): Promise<void>
  /**
   * Gives servers that were imported into proven namespaces to the owners of these, tells owners whose proof has run out,
   * and forgets what has expired.
   */
  tidy(now: Date): Promise<void>
}
