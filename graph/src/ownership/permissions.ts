import { serverNotFound } from '../registry/errors.ts'
import { AccessError, type Viewer } from '../registry/viewer.ts'
import { forbidden, operatorsOnly, ownerNotFound, type OwnershipError } from './errors.ts'
import type { Ownership, Standing, StandingReference } from './ownership.ts'

/** What a member may be. A person is the `owner` of what they publish in their own name. */
export const MEMBER_ROLES = ['owner', 'admin', 'publisher', 'viewer'] as const

/** What a member may be. */
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** What somebody may be to an owner and its servers; an `administrator` operates this registry. */
export type Role = MemberRole | 'administrator'

/**
 * Who may do what. What stands in no row is nobody's: a verb asks for its action here, and a role that is not named
 * is refused. `server.read` is about servers of the organization; a public server is everybody's to read.
 */
export const PERMISSIONS = {
  'server.read': ['owner', 'admin', 'publisher', 'viewer'],
  'server.readPrivate': ['owner', 'admin'],
  'server.publish': ['owner', 'admin', 'publisher'],
  'server.edit': ['owner', 'admin', 'publisher'],
  'server.introspect': ['owner', 'admin', 'publisher'],
  'server.status': ['owner', 'admin', 'publisher', 'administrator'],
  'server.withdraw': ['owner', 'admin', 'administrator'],
  'server.restore': ['owner', 'admin', 'administrator'],
  'server.visibility': ['owner', 'admin'],
  'server.rename': ['owner', 'admin'],
  'server.transfer': ['owner', 'admin'],
  'owner.read': ['owner', 'admin', 'publisher', 'viewer'],
  'owner.edit': ['owner', 'admin'],
  'owner.members': ['owner', 'admin'],
  'owner.owners': ['owner'],
  'owner.leave': ['owner', 'admin', 'publisher', 'viewer'],
  'owner.delete': ['owner'],
  'audit.read': ['owner', 'admin', 'administrator'],
  'namespace.prove': ['owner', 'admin'],
  'namespace.settle': ['administrator'],
  'review.read': ['administrator'],
  'review.decide': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

/** Something that a role allows. */
export type Action = keyof typeof PERMISSIONS

/** What asking for a permission needs of the context. */
export interface PermissionContext {
  readonly viewer: Viewer | undefined
  readonly ownership: Pick<Ownership, 'standing'>
  /** The issuer's `sub` of each operator of this registry. */
  readonly administrators: ReadonlySet<string>
}

/** Whether a role allows an action. */
export function mayDo(role: Role | undefined, action: Action): boolean {
  const allowed: readonly Role[] = PERMISSIONS[action]
  return role !== undefined && allowed.includes(role)
}

/** The members' roles that allow an action, for a query. */
export function memberRolesFor(action: Action): MemberRole[] {
  return MEMBER_ROLES.filter((role) => mayDo(role, action))
}

/** Whether the viewer is an operator of this registry. */
export function isAdministrator({
  viewer,
  administrators,
}: Pick<PermissionContext, 'viewer' | 'administrators'>): boolean {
  return viewer !== undefined && administrators.has(viewer.subject)
}

/**
 * Whether the viewer may do something, given their role where it is done. An operator may also do what operators may.
 *
 * @param role The viewer's own, as a member or as the person who owns
 */
export function isAllowed(
  context: Pick<PermissionContext, 'viewer' | 'administrators'>,
  role: Role | undefined,
  action: Action,
): boolean {
  return mayDo(role, action) || (isAdministrator(context) && mayDo('administrator', action))
}

/**
 * Passes a viewer who may do something to an owner, to a server, or (without either) to the registry as a whole.
 *
 * @returns Where the viewer stands with the owner or the server; nothing for the registry as a whole
 * @throws OwnershipError `ERR_FORBIDDEN` for who may see it and may not do this, `ERR_OWNER_NOT_FOUND`; RegistryError
 *   `ERR_SERVER_NOT_FOUND`; AccessError for who is not signed in and may see it
 */
export async function assertMay(
  context: PermissionContext,
  action: Action,
  reference: StandingReference,
): Promise<Standing>
export async function assertMay(context: PermissionContext, action: Action): Promise<undefined>
export async function assertMay(
  context: PermissionContext,
  action: Action,
  reference?: StandingReference,
): Promise<Standing | undefined> {
  if (!reference) {
    if (isAllowed(context, undefined, action)) return undefined
    throw refusal(context, action)
  }
  const standing = await context.ownership.standing(context.viewer, reference)
  return assertStanding(context, action, { standing, reference })
}

/**
 * The same, where it is already known where the viewer stands.
 *
 * @throws OwnershipError, RegistryError As `assertMay`
 */
export function assertStanding<standing extends Standing>(
  context: Pick<PermissionContext, 'viewer' | 'administrators'>,
  action: Action,
  { standing, reference }: { standing: standing | undefined; reference: StandingReference },
): standing {
  if (standing && isAllowed(context, standing.role, action)) return standing
  if (standing?.isVisible) throw refusal(context, action, standing.name)
  throw 'serverId' in reference
    ? serverNotFound(reference.serverId)
    : ownerNotFound(reference.ownerId)
}

/** Who is not signed in may be somebody who may. */
function refusal(
  { viewer }: Pick<PermissionContext, 'viewer'>,
  action: Action,
  name?: string,
): AccessError | OwnershipError {
  if (viewer) return name === undefined ? operatorsOnly(action) : forbidden(action, name)
  const message = `Cannot do "${action}" with ${name === undefined ? 'this registry' : `"${name}"`} without signing in`
  return new AccessError('ERR_SIGN_IN_REQUIRED', message, [])
}
