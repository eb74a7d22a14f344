import { Prisma, type Transaction } from '@toolgraph/database'
import { memberRolesFor } from '../ownership/permissions.ts'
import { addNotifications, type NotificationRow } from './notification-rows.ts'

/** Tells those who answer for an owner: the person, or the owners and admins of an organization. */
export async function notifyOwner(
  transaction: Transaction,
  ownerId: string,
  notification: NotificationRow,
): Promise<void> {
  const people = Prisma.sql`
    SELECT o.subject FROM graph."McpOwner" o WHERE o.id = ${ownerId}::uuid AND o.subject IS NOT NULL
    UNION
    SELECT m.subject FROM graph."McpOwnerMember" m
    WHERE m."ownerId" = ${ownerId}::uuid AND m.role::text = ANY(${memberRolesFor('owner.edit')}::text[])`
  await addNotifications(transaction, people, notification)
}
