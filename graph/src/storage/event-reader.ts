import { Prisma, type Database } from '@toolgraph/database'
import type { EventFilter, ReadEvent } from './event-log.ts'

/** Reads the log of events forward, each event once, also those that are committed late. */
export interface EventReader {
  /** Begins after all that is committed now. */
  start(): Promise<void>
  /** What was committed since the last look, in the order of the ids. */
  read(): Promise<ReadEvent[]>
  /** What was committed after an id and fits, oldest first; a subscription begins with it. */
  since(after: bigint, fitting: EventFilter, limit: number): Promise<ReadEvent[]>
}

/** Ids so far below the newest that no transaction still holds one are not looked at when a reader starts. */
const START_OVERLAP = 500n
const PAGE = 500

/**
 * Creates a reader.
 *
 * Ids are given out before their transactions commit, so a smaller id may become visible after a larger
 * one. The reader looks at all ids above a floor, leaves out those it has seen, and lifts the floor to an
 * id only when every transaction that ran when the id was seen has ended (`pg_snapshot_xmin`).
 */
export function createEventReader(database: Database): EventReader {
  let floor = 0n
  let seen = new Set<bigint>()
  let mark: Mark | undefined

  async function readPage(): Promise<ReadEvent[]> {
    const rows = await database.$queryRaw<SnapshotRow[]>`
      SELECT e.*, pg_snapshot_xmin(s)::text AS oldest, pg_snapshot_xmax(s)::text AS next
      FROM pg_current_snapshot() s
      LEFT JOIN LATERAL (
        SELECT id, topic, "serverId", audience, payload, "createdAt" FROM graph."Event"
        WHERE id > ${floor} AND NOT (id = ANY(${[...seen].map(String)}::bigint[]))
        ORDER BY id LIMIT ${PAGE}
      ) e ON true
      ORDER BY e.id`
    const events = rows.filter(isEvent)
    events.forEach(({ id }) => seen.add(id))
    const [first] = rows
    if (first && events.length < PAGE) liftFloor(BigInt(first.oldest), BigInt(first.next))
    return events.map((row) => toReadEvent(row, floor))
  }

  function liftFloor(oldest: bigint, next: bigint): void {
    if (mark?.horizon !== undefined && oldest >= mark.horizon) {
      floor = mark.highest
      seen = new Set([...seen].filter((id) => id > floor))
      mark = undefined
    }
    // The horizon is taken one look later: an id is given out a moment before its transaction gets a number.
    if (mark) mark.horizon ??= next
    const highest = [...seen].reduce((most, id) => (id > most ? id : most), floor)
    if (!mark && highest > floor) mark = { highest, horizon: undefined }
  }

  return {
    async start() {
      const [newest] = await database.$queryRaw<{ id: bigint | null }[]>`
        SELECT max(id) AS id FROM graph."Event"`
      floor = (newest?.id ?? 0n) - START_OVERLAP
      await this.read()
    },

    async read() {
      const events = await readPage()
      let page = events
      while (page.length === PAGE) {
        page = await readPage()
        events.push(...page)
      }
      return events
    },

    async since(after, { topics, serverId, subject }, limit) {
      const rows = await database.$queryRaw<EventRow[]>`
        SELECT id, topic, "serverId", audience, payload, "createdAt" FROM graph."Event"
        WHERE id > ${after} AND (audience IS NULL OR audience = ${subject ?? null})
          ${topics ? Prisma.sql`AND topic = ANY(${[...topics]})` : Prisma.empty}
          ${serverId === undefined ? Prisma.empty : Prisma.sql`AND "serverId" = ${serverId}::uuid`}
        ORDER BY id LIMIT ${limit}`
      return rows.map((row) => toReadEvent(row, after))
    },
  }
}

/** The highest id that was seen, and the transactions that have to end before it becomes the floor. */
interface Mark {
  highest: bigint
  horizon: bigint | undefined
}

interface EventRow {
  id: bigint
  topic: ReadEvent['topic']
  serverId: string | null
  audience: string | null
  payload: unknown
  createdAt: Date
}

type SnapshotRow = (EventRow | { id: null }) & { oldest: string; next: string }

function isEvent(row: SnapshotRow): row is EventRow & SnapshotRow {
  return row.id !== null
}

function toReadEvent(row: EventRow, resumeFrom: bigint): ReadEvent {
  const { id, topic, payload, createdAt, serverId, audience } = row
  const [about, heardBy] = [serverId ?? undefined, audience ?? undefined]
  return { id, topic, payload, createdAt, resumeFrom, serverId: about, audience: heardBy }
}
