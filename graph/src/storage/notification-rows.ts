import { Prisma, type Transaction } from '@toolgraph/database'

/** What people are told. */
export interface NotificationRow {
  readonly kind: string
  readonly serverId?: string | undefined
  readonly payload: object
  /** Default: the database's clock. */
  readonly now?: Date | undefined
}

/** Who has an unread notification of the same kind about the same server that is not older is not told again. */
const SAID_ENOUGH = Prisma.sql`interval '1 hour'`

/**
 * Tells people, and the subscribers of each, in the transaction of what happened. Who has muted the kind is not told.
 *
 * @param people A query of one column: the issuer's `sub` of each
 */
export async function addNotifications(
  transaction: Transaction,
  people: Prisma.Sql,
  { kind, serverId = '', payload, now }: NotificationRow,
): Promise<void> {
  const at = now ? Prisma.sql`${now}::timestamptz` : Prisma.sql`now()`
  await transaction.$executeRaw`
    WITH added AS (
      INSERT INTO graph."Notification" (id, "agentUserId", "serverId", kind, payload, "createdAt")
      SELECT gen_random_uuid(), p.subject, nullif(${serverId}, '')::uuid, ${kind},
        ${JSON.stringify(payload)}::jsonb, ${at}
      FROM (${people}) AS p (subject)
      WHERE NOT EXISTS (SELECT 1 FROM graph."NotificationSettings" n
          WHERE n.subject = p.subject AND ${kind} = ANY(n."mutedKinds"))
        AND NOT EXISTS (SELECT 1 FROM graph."Notification" n
          WHERE n."agentUserId" = p.subject AND n."readAt" IS NULL AND n.kind = ${kind}
            AND n."serverId" = nullif(${serverId}, '')::uuid
            AND n."createdAt" > ${at} - ${SAID_ENOUGH})
      RETURNING id, "agentUserId"
    )
    INSERT INTO graph."Event" (topic, audience, payload, "createdAt", "toldAt")
    SELECT 'notification', "agentUserId", jsonb_build_object('notificationId', id), ${at}, ${at} FROM added`
}
