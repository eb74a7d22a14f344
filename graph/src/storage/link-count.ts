import type { Database, Transaction } from '@toolgraph/database'

/** A link counts for the popularity of its server for 30 days. */
export const LINK_COUNTS_MS = 30 * 24 * 3_600_000

/** So many links at once: others need their servers' rows meanwhile. */
const ENDED_AT_ONCE = 500

/** Not `update`: being linked does not change when a server was last updated. */
export async function countLink(
  transaction: Transaction,
  serverId: string,
  by: 1 | -1,
): Promise<void> {
  await transaction.$executeRaw`UPDATE graph."McpServer"
    SET "linkCount" = greatest(0, "linkCount" + ${by}::int) WHERE id = ${serverId}::uuid`
}

/**
 * Counts links no more that were made 30 days ago. Each is taken off once, by one replica; nothing is counted anew.
 *
 * @returns How many links
 */
export async function endOldLinks(database: Database, now: Date): Promise<number> {
  let ended = 0
  for (;;) {
    const [row] = await database.$queryRaw<{ count: number }[]>`
      WITH due AS (
        SELECT id FROM graph."AgentConnection" WHERE "countsUntil" <= ${now}
        ORDER BY "countsUntil" LIMIT ${ENDED_AT_ONCE}::int FOR UPDATE SKIP LOCKED
      ), ended AS (
        UPDATE graph."AgentConnection" c SET "countsUntil" = NULL FROM due WHERE c.id = due.id
        RETURNING c."mcpServerId"
      ), counted AS (
        UPDATE graph."McpServer" s SET "linkCount" = greatest(0, "linkCount" - e.count)
        FROM (SELECT "mcpServerId", count(*)::int AS count FROM ended GROUP BY 1) e
        WHERE s.id = e."mcpServerId"
      )
      SELECT count(*)::int AS count FROM ended`
    const count = row?.count ?? 0
    ended += count
    if (count < ENDED_AT_ONCE) return ended
  }
}
