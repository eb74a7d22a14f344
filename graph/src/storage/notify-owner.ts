import type { Transaction } from '@toolgraph/database'
import { memberRolesFor } from '../ownership/permissions.ts'
import { toJson } from './json.ts'

/** What people are told. */
export interface NotificationDraft {
  kind: string
  serverId?: string
  payload: object
}

/** Tells those who answer for an owner: the person, or the owners and admins of an organization. */
export async function notifyOwner(
  transaction: Transaction,
  ownerId: string,
  { kind, serverId, payload }: NotificationDraft,
): Promise<void> {
  const owner = await transaction.mcpOwner.findUnique({
    where: { id: ownerId },
    select: {
      subject: true,
      members: {
        where: { role: { in: memberRolesFor('owner.edit') } },
        select: { subject: true },
      },
    },
  })
  const subjects = new Set(
    [owner?.subject ?? [], owner?.members.map(({ subject }) => subject) ?? []].flat(),
  )
  await transaction.notification.createMany({
    data: [...subjects].map((agentUserId) => ({
      agentUserId,
      kind,
      serverId: serverId ?? null,
      payload: toJson(payload),
    })),
  })
}
