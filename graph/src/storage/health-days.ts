import { Prisma, type Database } from '@toolgraph/database'
import type { HealthDay } from '../health/health-day.ts'

/** How long single readings are kept, in days. */
export const READINGS_KEPT_DAYS = 14

/** Readings are further apart only where nobody probes any more. */
const LONGEST_GAP = Prisma.sql`interval '15 hours'`

interface Days {
  readonly serverIds: readonly string[]
  /** The first and the last day. */
  readonly from: Date
  readonly to: Date
  /** Until when the newest reading holds. */
  readonly now: Date
}

/** Sums up the readings of servers by day: one row a server and day that has some. */
export function sumDaysSql({ serverIds, from, to, now }: Days): Prisma.Sql {
  const first = Prisma.sql`${toDay(from)}::date`
  const last = Prisma.sql`${toDay(to)}::date`
  return Prisma.sql`
    SELECT r.id AS "serverId", d.day,
      ${countOf('open')} AS "open", ${countOf('gated')} AS "gated",
      ${countOf('gated_broken')} AS "gatedBroken",
      ${countOf('wrong_transport')} AS "wrongTransport", ${countOf('not_mcp')} AS "notMcp",
      ${countOf('down')} AS "down", ${countOf('unknown')} AS "unknown",
      ${secondsWhere(Prisma.sql`r.status IN ('open', 'gated')`)} AS "upSeconds",
      ${secondsWhere(Prisma.sql`r.status <> 'unknown'`)} AS "knownSeconds",
      ${latency(0.5)} AS "latencyP50", ${latency(0.95)} AS "latencyP95"
    FROM (
      SELECT "mcpServerId" AS id, status, "latencyMs", "checkedAt",
        least(lead("checkedAt", 1, ${now}::timestamptz) OVER (
          PARTITION BY "mcpServerId" ORDER BY "checkedAt"), "checkedAt" + ${LONGEST_GAP}) AS until
      FROM graph."HealthCheck"
      WHERE "mcpServerId" = ANY(${[...serverIds]}::uuid[])
        AND "checkedAt" >= (${first} - 1)::timestamp AT TIME ZONE 'UTC'
        AND "checkedAt" < (${last} + 2)::timestamp AT TIME ZONE 'UTC'
    ) r
    JOIN (
      SELECT day::date, day::timestamp AT TIME ZONE 'UTC' AS start,
        (day + interval '1 day')::timestamp AT TIME ZONE 'UTC' AS stop
      FROM generate_series(${first}::timestamp, ${last}::timestamp, interval '1 day') AS day
    ) d ON r."checkedAt" < d.stop AND (r."checkedAt" >= d.start OR r.until > d.start)
    GROUP BY r.id, d.day`
}

/** The days of servers, newest last: those that are summed up, and the others from their readings. */
export async function readDays(database: Database, days: Days): Promise<Map<string, HealthDay[]>> {
  const unsummed = await findUnsummed(database, days)
  const rows = await database.$queryRaw<({ serverId: string } & HealthDay)[]>`
    SELECT "serverId"::text, to_char(day, 'YYYY-MM-DD') AS day, "open", "gated", "gatedBroken",
      "wrongTransport", "notMcp", "down", "unknown", "upSeconds", "knownSeconds", "latencyP50", "latencyP95"
    FROM (
      SELECT ${COLUMNS} FROM graph."HealthDay"
      WHERE "serverId" = ANY(${[...days.serverIds]}::uuid[])
        AND day >= ${toDay(days.from)}::date AND day < ${toDay(unsummed)}::date
      UNION ALL
      SELECT ${COLUMNS} FROM (${sumDaysSql({ ...days, from: unsummed })}) raw
    ) all_days ORDER BY day`
  const found = new Map<string, HealthDay[]>()
  for (const { serverId, ...day } of rows)
    found.set(serverId, [...(found.get(serverId) ?? []), day])
  return found
}

/** The first of these days that is not summed up yet. */
async function findUnsummed(database: Database, { from, now }: Days): Promise<Date> {
  const row = await database.healthRollup.findFirst({ select: { day: true } })
  const first = row?.day ?? new Date(now.getTime() - READINGS_KEPT_DAYS * 86_400_000)
  return first > from ? first : from
}

/** The columns of a day, in one order. */
export const COLUMNS = Prisma.raw(
  [
    'serverId',
    'day',
    'open',
    'gated',
    'gatedBroken',
    'wrongTransport',
    'notMcp',
    'down',
    'unknown',
    'upSeconds',
    'knownSeconds',
    'latencyP50',
    'latencyP95',
  ]
    .map((name) => `"${name}"`)
    .join(', '),
)

/** A date as Postgres takes it, in UTC. */
export function toDay(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** Readings of this day, not those of the day before that hold on into it. */
function countOf(state: string): Prisma.Sql {
  return Prisma.sql`(count(*) FILTER (WHERE r.status = ${state}::graph."HealthState"
    AND r."checkedAt" >= d.start))::int`
}

function secondsWhere(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(round(sum(extract(epoch FROM
    greatest(least(r.until, d.stop) - greatest(r."checkedAt", d.start), interval '0')))
    FILTER (WHERE ${condition})), 0)::int`
}

function latency(part: number): Prisma.Sql {
  return Prisma.sql`percentile_disc(${part}::float8) WITHIN GROUP (ORDER BY r."latencyMs")
    FILTER (WHERE r."checkedAt" >= d.start AND r."latencyMs" IS NOT NULL)`
}
