import type { LimitContext } from '../limits/assert-within.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { AuditPage, AuditRequest } from './audit-record.ts'
import type { KnownInvitation } from './invitation.ts'
import type {
  KnownOrganization,
  Member,
  OrganizationChanges,
  OrganizationDraft,
} from './organization.ts'
import type { MemberRole, PermissionContext } from './permissions.ts'
import type { KnownTransfer } from './transfer.ts'

/** What a permission is asked for. */
export type StandingReference = { readonly serverId: string } | { readonly ownerId: string }

/** Where a viewer stands with an owner, or with a server and its owner. */
export interface Standing {
  /** The server's registry name, or the owner's. */
  readonly name: string
  /** Nobody's, where a server was imported. */
  readonly ownerId: string | undefined
  /** The viewer's role: as a member, or as the person who owns. */
  readonly role: MemberRole | undefined
  /** Whether the viewer may see it. */
  readonly isVisible: boolean
}

/** Where owners and their members are kept. */
export interface Ownership {
  /** Finds out where a viewer stands, in one statement; `undefined` where there is no such thing. */
  standing(viewer: Viewer | undefined, reference: StandingReference): Promise<Standing | undefined>
  /**
   * Creates an organization with the viewer as its owner.
   *
   * @returns Its id
   * @throws OwnershipError `ERR_SLUG_TAKEN`, `ERR_OWNERSHIP_LIMIT`
   */
  createOrganization(viewer: Viewer, draft: OrganizationDraft): Promise<string>
  /**
   * Locks an organization for the length of the work, so that changes of its members come one after the other.
   *
   * @param work What is done with it; all that it writes is written at once
   */
  changeOrganization<result>(
    change: { viewer: Viewer; ownerId: string; now: Date },
    work: (edit: OrganizationEdit, known: KnownOrganization | undefined) => Promise<result>,
  ): Promise<result>
  /** Finds an invitation by the hash of its token, whoever asks: who holds the link may know what it is for. */
  findInvitation(tokenHash: string): Promise<KnownInvitation | undefined>
  /** Locks a server and its offers for the length of the work. */
  changeTransfer<result>(
    change: { viewer: Viewer; reference: TransferReference; now: Date },
    work: (edit: TransferEdit, known: KnownTransfer | undefined) => Promise<result>,
  ): Promise<result>
  /** Reads a page of the audit log, newest first. Who may read it is the verb's to ask. */
  listAudit(request: AuditRequest): Promise<AuditPage>
}

/** What may be written of one organization, inside `changeOrganization`. */
export interface OrganizationEdit {
  update(changes: OrganizationChanges): Promise<void>
  /** Leaves the row with its slug, and nobody in it. */
  delete(now: Date): Promise<void>
  invite(invitation: {
    role: MemberRole
    tokenHash: string
    now: Date
    expiresAt: Date
  }): Promise<string>
  /** @returns Whether there is such an invitation of this organization that nobody has used */
  revokeInvitation(invitationId: string, now: Date): Promise<boolean>
  /**
   * Makes the viewer a member by an invitation, which is used up by it.
   *
   * @returns False where it was used, revoked or has expired
   */
  join(invitation: { id: string; role: MemberRole; now: Date }): Promise<boolean>
  findMember(subject: string): Promise<Member | undefined>
  /** Gives a member another role, and revokes the invitations that they made with the one they had. */
  setRole(member: Member, now: Date): Promise<void>
  /** Takes a member out, and revokes the invitations that they made: they know their links. */
  removeMember(subject: string, now: Date): Promise<void>
}

/** How an offer is named: by itself, or by the server that it is about. */
export type TransferReference = { readonly transferId: string } | { readonly serverId: string }

/** What may be written of one transfer, inside `changeTransfer`. */
export interface TransferEdit {
  /** Finds the owner that a server is offered to, whether or not the viewer may see them, and what is offered already. */
  findTarget(owner: string): Promise<{ ownerId: string; openOffers: number } | undefined>
  offer(offer: { toOwnerId: string; expiresAt: Date }): Promise<string>
  /** Ends the offer; `accepted` gives the server to its new owner. */
  settle(state: 'accepted' | 'declined' | 'cancelled'): Promise<void>
}

/** What the verbs of this room work with. */
export interface OwnershipContext extends PermissionContext, LimitContext {
  readonly viewer: Viewer | undefined
  readonly ownership: Ownership
}
