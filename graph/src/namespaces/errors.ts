import { CodedError } from '@toolgraph/errors'

/** Why something about a namespace was refused. */
export type NamespaceErrorCode =
  | 'ERR_PROOF_INVALID'
  | 'ERR_PROOF_UNREADABLE'
  | 'ERR_PROOF_METHOD_OFF'
  | 'ERR_NAMESPACE_TAKEN'
  | 'ERR_NAMESPACE_UNPROVEN'
  | 'ERR_NAMESPACE_RESERVED'
  | 'ERR_NAMESPACE_LIMIT'
  | 'ERR_REGISTRY_TOKEN_INVALID'

/** A request about a namespace that the caller can mend. */
export class NamespaceError extends CodedError<NamespaceErrorCode> {
  override readonly name = 'NamespaceError'
}

/** What was shown proves nothing. */
export function proofInvalid(subject: string, obstacle: string): NamespaceError {
  return new NamespaceError('ERR_PROOF_INVALID', `Cannot prove "${subject}": ${obstacle}`)
}

/** What would prove it cannot be read just now: that is no proof. */
export function proofUnreadable(subject: string): NamespaceError {
  return new NamespaceError(
    'ERR_PROOF_UNREADABLE',
    `Cannot prove "${subject}": what it has published cannot be read just now; try again in a moment`,
  )
}

/** This registry does not take such proofs. */
export function proofMethodOff(method: string): NamespaceError {
  return new NamespaceError(
    'ERR_PROOF_METHOD_OFF',
    `Cannot prove by "${method}": this registry is not configured to take such proofs`,
  )
}

/** The namespace is another owner's. */
export function namespaceTaken(namespace: string): NamespaceError {
  return new NamespaceError(
    'ERR_NAMESPACE_TAKEN',
    `Cannot use the namespace "${namespace}": it is another owner's; become a member there, or prove that it is yours`,
  )
}

/** Another owner's proof of the namespace stands as well. */
export function namespaceProven(namespace: string): NamespaceError {
  return new NamespaceError(
    'ERR_NAMESPACE_TAKEN',
    `Cannot give you the namespace "${namespace}": another owner has proven it, and that proof still stands; become a member there, or take its key away`,
  )
}

/** The namespace is known from another registry, and nobody has proven it here. */
export function namespaceUnproven(namespace: string): NamespaceError {
  return new NamespaceError(
    'ERR_NAMESPACE_UNPROVEN',
    `Cannot publish in the namespace "${namespace}": servers in it are known from elsewhere; prove that it is yours first`,
  )
}

/** The namespace is the operator's. */
export function namespaceReserved(namespace: string): NamespaceError {
  return new NamespaceError(
    'ERR_NAMESPACE_RESERVED',
    `Cannot use the namespace "${namespace}": the operator of this registry keeps it; choose another`,
  )
}

/** The owner holds many namespaces that it has not proven. */
export function namespaceLimit(limit: number): NamespaceError {
  return new NamespaceError(
    'ERR_NAMESPACE_LIMIT',
    `Cannot take another namespace: an owner holds at most ${limit} without a proof; prove one of them`,
  )
}

/** The token is none of this registry's, has ended, or is for something else. */
export function registryTokenInvalid(): NamespaceError {
  return new NamespaceError(
    'ERR_REGISTRY_TOKEN_INVALID',
    'The registry token is not valid here, or no longer; prove the namespace again',
  )
}
