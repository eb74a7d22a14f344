import { isErrorOf, POSTGRES_CODES, type Database, type Transaction } from '@toolgraph/database'
import { slugTaken, tooMany } from '../ownership/errors.ts'
import { MAX_ORGANIZATIONS, type KnownOrganization } from '../ownership/organization.ts'
import type { Ownership, OrganizationEdit } from '../ownership/ownership.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendAudit, type AuditDraft } from './audit-log.ts'
import { findStanding } from './owner-rows.ts'

/** `Ownership.createOrganization`: one after the other for each person, so that the limit holds. */
export async function createOrganization(
  database: Database,
  ...[viewer, draft]: Parameters<Ownership['createOrganization']>
): Promise<string> {
  const { subject, name } = viewer
  try {
    return await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 2))`
      const owned = await transaction.mcpOwnerMember.count({ where: { subject, role: 'owner' } })
      if (owned >= MAX_ORGANIZATIONS) throw tooMany('organizations', MAX_ORGANIZATIONS)
      const { id } = await transaction.mcpOwner.create({
        data: {
          type: 'organization',
          slug: draft.slug,
          name: draft.name,
          contact: draft.contact ?? null,
          members: { create: { subject, role: 'owner', name: name ?? null } },
        },
        select: { id: true },
      })
      await appendAudit(transaction, {
        actor: subject,
        action: 'owner.create',
        ownerId: id,
        detail: draft,
      })
      return id
    })
  } catch (error) {
    if (isErrorOf(error, POSTGRES_CODES.uniqueViolation)) throw slugTaken(draft.slug)
    throw error
  }
}

/** `Ownership.changeOrganization`: one transaction, one writer an organization. */
export function changeOrganization<result>(
  database: Database,
  { viewer, ownerId, now }: { viewer: Viewer; ownerId: string; now: Date },
  work: (edit: OrganizationEdit, known: KnownOrganization | undefined) => Promise<result>,
): Promise<result> {
  return database.$transaction(async (transaction) => {
    // Also waits for publications in its name, which hold the row against being deleted.
    await transaction.$queryRaw`SELECT 1 FROM graph."McpOwner" WHERE id = ${ownerId}::uuid FOR UPDATE`
    const known = await findKnown(transaction, { viewer, ownerId, now })
    return work(createEdit(transaction, { viewer, ownerId }), known)
  })
}

async function findKnown(
  transaction: Transaction,
  { viewer, ownerId, now }: { viewer: Viewer; ownerId: string; now: Date },
): Promise<KnownOrganization | undefined> {
  const organization = await transaction.mcpOwner.findFirst({
    where: { id: ownerId, type: 'organization', deletedAt: null },
    select: {
      _count: {
        select: {
          servers: true,
          members: true,
          invitations: { where: { ...UNUSED, expiresAt: { gt: now } } },
        },
      },
    },
  })
  const standing = organization && (await findStanding(transaction, viewer, { ownerId }))
  if (!standing) return undefined
  const owners = await transaction.mcpOwnerMember.count({ where: { ownerId, role: 'owner' } })
  const { servers, members, invitations: openInvitations } = organization._count
  return { ...standing, ownerId, owners, members, openInvitations, servers }
}

const UNUSED = { acceptedAt: null, revokedAt: null } as const

function createEdit(
  transaction: Transaction,
  { viewer, ownerId }: { viewer: Viewer; ownerId: string },
): OrganizationEdit {
  const { subject: actor, name } = viewer
  const audit = (action: `owner.${string}`, event: Pick<AuditDraft, 'subjectId' | 'detail'> = {}) =>
    appendAudit(transaction, { actor, action, ownerId, ...event })
  const revokeInvitationsOf = (subject: string, now: Date) =>
    transaction.mcpInvitation.updateMany({
      where: { ownerId, invitedBy: subject, ...UNUSED },
      data: { revokedAt: now },
    })

  return {
    async update(changes) {
      const data = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined),
      )
      if (Object.keys(data).length === 0) return
      await transaction.mcpOwner.update({ where: { id: ownerId }, data })
      await audit('owner.update', { detail: data })
    },

    async delete(now) {
      await transaction.mcpOwnerMember.deleteMany({ where: { ownerId } })
      await transaction.mcpInvitation.deleteMany({ where: { ownerId } })
      await transaction.mcpNamespace.deleteMany({ where: { ownerId } })
      await transaction.mcpServerTransfer.updateMany({
        where: { toOwnerId: ownerId, state: 'offered' },
        data: { state: 'declined', settledAt: now },
      })
      await transaction.mcpOwner.update({ where: { id: ownerId }, data: { deletedAt: now } })
      await audit('owner.delete')
    },

    async invite({ role, tokenHash, now, expiresAt }) {
      const { id } = await transaction.mcpInvitation.create({
        data: { ownerId, role, tokenHash, invitedBy: actor, createdAt: now, expiresAt },
        select: { id: true },
      })
      await audit('owner.invite', { subjectId: id, detail: { role } })
      return id
    },

    async revokeInvitation(id, now) {
      const { count } = await transaction.mcpInvitation.updateMany({
        where: { id, ownerId, ...UNUSED },
        data: { revokedAt: now },
      })
      if (count > 0) await audit('owner.revokeInvitation', { subjectId: id })
      return (
        (await transaction.mcpInvitation.count({ where: { id, ownerId, acceptedAt: null } })) > 0
      )
    },

    async join({ id, role, now }) {
      const { count } = await transaction.mcpInvitation.updateMany({
        where: { id, ownerId, ...UNUSED, expiresAt: { gt: now } },
        data: { acceptedAt: now, acceptedBy: actor },
      })
      if (count === 0) return false
      await transaction.mcpOwnerMember.create({
        data: { ownerId, subject: actor, role, name: name ?? null, createdAt: now },
      })
      await audit('owner.join', { subjectId: id, detail: { role } })
      return true
    },

    async findMember(subject) {
      const member = await transaction.mcpOwnerMember.findUnique({
        where: { ownerId_subject: { ownerId, subject } },
        select: { subject: true, role: true },
      })
      return member ?? undefined
    },

    async setRole({ subject, role }, now) {
      await transaction.mcpOwnerMember.update({
        where: { ownerId_subject: { ownerId, subject } },
        data: { role },
      })
      await revokeInvitationsOf(subject, now)
      await audit('owner.setRole', { subjectId: subject, detail: { role } })
    },

    async removeMember(subject, now) {
      await transaction.mcpOwnerMember.delete({
        where: { ownerId_subject: { ownerId, subject } },
      })
      await revokeInvitationsOf(subject, now)
      await audit(subject === actor ? 'owner.leave' : 'owner.removeMember', { subjectId: subject })
    },
  }
}
