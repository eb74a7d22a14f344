import type { Database, Transaction } from '@toolgraph/database'
import { COLUMNS, sumDaysSql, toDay } from './health-days.ts'

/** So many servers are summed up in one statement. */
const CHUNK = 1_000
/** So many chunks a turn: what is left waits for the next one. */
const MAX_CHUNKS = 20
const LEASE_MS = 120_000
/** Long enough for half a million readings on a busy database. */
const CHUNK_TIMEOUT_MS = 30_000
/** A reading that began before midnight is stored before so much time has passed. */
const LATEST_READING_MS = 3_600_000
const DAY_MS = 86_400_000

interface Cursor {
  day: Date
  afterServerId: string | null
}

/**
 * Sums up the days that are over, server by server, where the last turn of any replica stopped. A chunk that is done
 * twice comes to the same rows.
 *
 * @returns How many chunks were done
 */
export async function rollUpHealth(
  database: Database,
  { now, chunk = CHUNK }: { now: Date; chunk?: number },
): Promise<number> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  await beginCursor(database, now)
  let cursor = await takeCursor(database, { now, leaseUntil })
  if (!cursor) return 0

  let done = 0
  const settled = new Date(now.getTime() - LATEST_READING_MS)
  while (cursor && done < MAX_CHUNKS && toDay(cursor.day) < toDay(settled)) {
    const from: Cursor = cursor
    cursor = await database.$transaction(
      (transaction) => rollUpChunk(transaction, { cursor: from, now, chunk, leaseUntil }),
      { timeout: CHUNK_TIMEOUT_MS, maxWait: CHUNK_TIMEOUT_MS },
    )
    done += 1
  }
  await database.healthRollup.updateMany({ where: { leaseUntil }, data: { leaseUntil: null } })
  return done
}

/** Where nothing was ever summed up, the first day is that of the oldest reading. */
async function beginCursor(database: Database, now: Date): Promise<void> {
  if ((await database.healthRollup.count()) > 0) return
  const oldest = await database.healthCheck.findFirst({
    orderBy: { checkedAt: 'asc' },
    select: { checkedAt: true },
  })
  const day = oldest?.checkedAt ?? now
  await database.healthRollup.createMany({ data: { day }, skipDuplicates: true })
}

async function takeCursor(
  database: Database,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<Cursor | undefined> {
  const [cursor] = await database.healthRollup.updateManyAndReturn({
    where: { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
    data: { leaseUntil },
    select: { day: true, afterServerId: true },
  })
  return cursor
}

/** One chunk of one day, and the cursor behind it; `undefined` where another replica has taken over. */
async function rollUpChunk(
  transaction: Transaction,
  work: { cursor: Cursor; now: Date; chunk: number; leaseUntil: Date },
): Promise<Cursor | undefined> {
  const { cursor, now, chunk, leaseUntil } = work
  const { day, afterServerId } = cursor
  const servers = await transaction.mcpServer.findMany({
    where: { baseUrl: { not: null }, ...(afterServerId ? { id: { gt: afterServerId } } : {}) },
    orderBy: { id: 'asc' },
    take: chunk,
    select: { id: true },
  })
  const serverIds = servers.map(({ id }) => id)
  if (serverIds.length > 0) {
    await writeDays(transaction, { serverIds, day, now })
    await writeUptime(transaction, { serverIds, day })
  }

  const isLast = serverIds.length < chunk
  const next: Cursor = isLast
    ? { day: new Date(day.getTime() + DAY_MS), afterServerId: null }
    : { day, afterServerId: serverIds.at(-1) ?? null }
  const { count } = await transaction.healthRollup.updateMany({ where: { leaseUntil }, data: next })
  return count > 0 ? next : undefined
}

async function writeDays(
  transaction: Transaction,
  { serverIds, day, now }: { serverIds: readonly string[]; day: Date; now: Date },
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO graph."HealthDay" (${COLUMNS})
    SELECT ${COLUMNS} FROM (${sumDaysSql({ serverIds, from: day, to: day, now })}) days
    ON CONFLICT ("serverId", day) DO UPDATE SET "open" = excluded."open",
      "gated" = excluded."gated", "gatedBroken" = excluded."gatedBroken",
      "wrongTransport" = excluded."wrongTransport", "notMcp" = excluded."notMcp",
      "down" = excluded."down", "unknown" = excluded."unknown",
      "upSeconds" = excluded."upSeconds", "knownSeconds" = excluded."knownSeconds",
      "latencyP50" = excluded."latencyP50", "latencyP95" = excluded."latencyP95"`
}

/** Raw: being summed up is no change of the record. Where nothing was read in those days, nothing is known. */
async function writeUptime(
  transaction: Transaction,
  { serverIds, day }: { serverIds: readonly string[]; day: Date },
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServer" s SET "uptime30d" = u.uptime
    FROM (
      SELECT given.id, round(sum(d."upSeconds")::numeric / nullif(sum(d."knownSeconds"), 0), 4)::float8 AS uptime
      FROM unnest(${[...serverIds]}::uuid[]) AS given (id)
      LEFT JOIN graph."HealthDay" d ON d."serverId" = given.id
        AND d.day > ${toDay(day)}::date - 30 AND d.day <= ${toDay(day)}::date
      GROUP BY given.id
    ) u
    WHERE s.id = u.id AND s."uptime30d" IS DISTINCT FROM u.uptime`
}
