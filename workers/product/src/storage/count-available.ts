import type { Transaction } from '@toolgraph/database'

/**
 * Counts the units of products that can be had at a moment: those on the shelf without those that a
 * reservation holds. One statement, so that shelf and reservations are of one moment.
 */
export async function countAvailable(
  database: Pick<Transaction, '$queryRaw'>,
  ids: readonly string[],
  at: Date,
): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ id: string; available: number }[]>`
    SELECT p."id", (p."stock" - coalesce((
      SELECT sum(l."quantity")
      FROM product."ProductReservationLine" l
      JOIN product."ProductReservation" r ON r."id" = l."reservationId"
      WHERE l."productId" = p."id" AND r."expiresAt" > ${at}
        AND r."confirmedAt" IS NULL AND r."releasedAt" IS NULL
    ), 0))::int AS "available"
    FROM product."Product" p WHERE p."id" = ANY(${[...ids]})`
  return new Map(rows.map(({ id, available }) => [id, available]))
}
