import { CodedError } from '@toolgraph/errors'
import type { Action } from './permissions.ts'

/** Why a verb of ownership refused. */
export type OwnershipErrorCode =
  | 'ERR_FORBIDDEN'
  | 'ERR_OWNER_NOT_FOUND'
  | 'ERR_OWNER_DIFFERS'
  | 'ERR_SLUG_TAKEN'
  | 'ERR_ORGANIZATION_NOT_EMPTY'
  | 'ERR_OWNERSHIP_LIMIT'
  | 'ERR_LAST_OWNER'
  | 'ERR_MEMBER_NOT_FOUND'
  | 'ERR_INVITATION_NOT_FOUND'
  | 'ERR_TRANSFER_NOT_FOUND'
  | 'ERR_TRANSFER_PENDING'
  | 'ERR_TRANSFER_SETTLED'

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

/** What no role with an owner allows. */
export function operatorsOnly(action: Action): OwnershipError {
  return new OwnershipError(
    'ERR_FORBIDDEN',
    `Cannot do "${action}" with this registry: only those who operate it may; ask one of them`,
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

/** The slug is another organization's, or was. */
export function slugTaken(slug: string): OwnershipError {
  return new OwnershipError(
    'ERR_SLUG_TAKEN',
    `Cannot create organization "${slug}": the slug is taken; choose another`,
  )
}

/** An organization that still has servers is not deleted. */
export function notEmpty(name: string, servers: number): OwnershipError {
  return new OwnershipError(
    'ERR_ORGANIZATION_NOT_EMPTY',
    `Cannot delete organization "${name}": ${servers} of its servers are still in the registry, withdrawn ones included; transfer them first`,
  )
}

/** As many as there may be. */
export function tooMany(what: string, limit: number): OwnershipError {
  return new OwnershipError(
    'ERR_OWNERSHIP_LIMIT',
    `Cannot have more ${what}: there are ${limit} already, the most there may be`,
  )
}

/** An organization never stands without an owner. */
export function lastOwner(name: string): OwnershipError {
  return new OwnershipError(
    'ERR_LAST_OWNER',
    `Cannot take the last owner from organization "${name}": make another member an owner first`,
  )
}

/** Nobody of that subject is in the organization. */
export function memberNotFound(name: string): OwnershipError {
  return new OwnershipError(
    'ERR_MEMBER_NOT_FOUND',
    `Cannot find this member in organization "${name}"`,
  )
}

/** Unknown, used by somebody, revoked or expired: who holds a wrong link is not told which. */
export function invitationNotFound(): OwnershipError {
  return new OwnershipError(
    'ERR_INVITATION_NOT_FOUND',
    'Cannot find the invitation: it is unknown, used, revoked or expired; ask for a new one',
  )
}

/** No such offer, or none that is the viewer's to settle. */
export function transferNotFound(): OwnershipError {
  return new OwnershipError('ERR_TRANSFER_NOT_FOUND', 'Cannot find this transfer')
}

/** One offer of a server stands at a time. */
export function transferPending(name: string): OwnershipError {
  return new OwnershipError(
    'ERR_TRANSFER_PENDING',
    `Cannot offer server "${name}": it is offered to another owner already; cancel that first`,
  )
}

/** The offer does not stand any more. */
export function transferSettled(name: string, state: string): OwnershipError {
  return new OwnershipError(
    'ERR_TRANSFER_SETTLED',
    `Cannot settle the transfer of server "${name}": it is ${state} already`,
  )
}
