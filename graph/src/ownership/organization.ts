import * as z from 'zod'
import { line, optional } from '../registry/tool.ts'
import type { Standing } from './ownership.ts'
import { MEMBER_ROLES, type MemberRole } from './permissions.ts'

/** Words that could be taken for the registry itself, or for a part of an address. */
const RESERVED = new Set(
  `about account admin administrator administrators api auth billing blog docs explore graph graphql
   health help mcp me new official org organization organizations owner owners registry root search
   security servers settings status support system toolgraph user users verified www`.split(/\s+/),
)

/** The word that names an organization. It never changes, and is never given to another. */
const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:-?[a-z0-9]){1,38}$/,
    'must be 2 to 39 letters of a to z, digits and single hyphens between them',
  )
  .refine((word) => !RESERVED.has(word), 'must be another word: this one is kept free')

/** Shown to people as it is: nothing in it may be invisible or turn the text around. */
const name = line(100).refine(
  (text) => !/\p{Cf}/u.test(text),
  'must have no characters that cannot be seen',
)

/** What an organization is created with. */
export const createOrganizationSchema = z.strictObject({
  slug,
  name,
  contact: optional(line(200)),
})

/** What changes of an organization; a field that is left out or null stays as it is. */
export const updateOrganizationSchema = z.strictObject({
  name: optional(name),
  contact: optional(line(200)),
})

/** What a member may be made. */
export const memberRoleSchema = z.enum(MEMBER_ROLES)

/** The issuer's `sub` of a person. */
export const subjectSchema = z.string().min(1).max(255)

/** What is said of an organization that is new. */
export type OrganizationDraft = z.output<typeof createOrganizationSchema>

/** The fields of an organization that change. */
export type OrganizationChanges = z.output<typeof updateOrganizationSchema>

/** How many organizations a person may be an owner of. */
export const MAX_ORGANIZATIONS = 20
/** How many members an organization may have, open invitations included. */
export const MAX_MEMBERS = 500

/** An organization as the one who changes it needs it, locked until the change is written. */
export interface KnownOrganization extends Standing {
  readonly ownerId: string
  readonly owners: number
  readonly members: number
  readonly openInvitations: number
  /** Withdrawn ones included. */
  readonly servers: number
}

/** A member of an organization. */
export interface Member {
  readonly subject: string
  readonly role: MemberRole
}
