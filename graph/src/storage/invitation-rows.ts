import type { Database } from '@toolgraph/database'
import type { KnownInvitation } from '../ownership/invitation.ts'

/** `Ownership.findInvitation`. */
export async function findInvitation(
  database: Database,
  tokenHash: string,
): Promise<KnownInvitation | undefined> {
  const row = await database.mcpInvitation.findUnique({
    where: { tokenHash },
    include: { owner: { select: { name: true, slug: true } } },
  })
  if (!row) return undefined
  const { id, ownerId, role, expiresAt, acceptedBy, revokedAt, owner } = row
  return {
    id,
    ownerId,
    role,
    expiresAt,
    ownerName: owner.name,
    ownerSlug: owner.slug ?? '',
    acceptedBy: acceptedBy ?? undefined,
    isRevoked: revokedAt !== null,
  }
}
