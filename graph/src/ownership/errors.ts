import { CodedError } from '@toolgraph/errors'
import type { Action } from './permissions.ts'

/** Why a verb of ownership refused. */
export type OwnershipErrorCode = 'ERR_FORBIDDEN' | 'ERR_OWNER_NOT_FOUND' | 'ERR_OWNER_DIFFERS'

/** A request about owners, members or what they own that the caller can mend. */
export class OwnershipError extends CodedError<OwnershipErrorCode> {
  override readonly name = 'OwnershipError'
}

/** The viewer may see it, and their role does not allow this. */
export function forbidden(action: Action, name: string): OwnershipError {
  return new OwnershipError(
    'ERR_FORBIDDEN',
    `Cannot do "${action}" with "${name}": your role there does not allow it; ask an owner or admin of it`,
  )
}

/** No such owner, or none that the viewer may see: the two are never told apart. */
export function ownerNotFound(reference: string): OwnershipError {
  return new OwnershipError('ERR_OWNER_NOT_FOUND', `Cannot find owner "${reference.slice(0, 100)}"`)
}

/** The server is of the viewer's, and of another owner than the one that was named. */
export function ownerDiffers(name: string, owner: string): OwnershipError {
  return new OwnershipError(
    'ERR_OWNER_DIFFERS',
    `Cannot publish server "${name}" in the name of "${owner}": it belongs to another owner; transfer it first`,
  )
}
