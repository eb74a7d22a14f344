import { Prisma, type Database } from '@toolgraph/database'
import { createEventFloor } from './event-floor.ts'
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

/** Creates a reader. Where it looks next, and why each event is heard once, is `EventFloor`'s to tell. */
export function createEventReader(database: Database): EventReader {
  let floor = createEventFloor(0n)

  async function readPage(): Promise<ReadEvent[]> {
    const { id: from, heard } = floor
    const rows = await database.$queryRaw<SnapshotRow[]>`
      SELECT e.*, pg_snapshot_xmin(s)::text AS oldest, pg_snapshot_xmax(s)::text AS next
      FROM pg_current_snapshot() s
      LEFT JOIN LATERAL (
        SELECT id, topic, "serverId", audience, payload, "createdAt" FROM graph."Event"
        WHERE id > ${from} AND NOT (id = ANY(${heard.map(String)}::bigint[]))
        ORDER BY id LIMIT ${PAGE}
      ) e ON true
      ORDER BY e.id`
    const events = rows.filter(isEvent)
    floor.hear(events.map(({ id }) => id))
    const [first] = rows
    if (first && events.length < PAGE)
      floor.lift({ oldest: BigInt(first.oldest), next: BigInt(first.next) })
    // Not from the floor as it is now: of several that come late together, each leads to the others.
    return events.map((event) => toReadEvent(event, from))
  }

  return {
    async start() {
      const [newest] = await database.$queryRaw<{ id: bigint | null }[]>`
        SELECT max(id) AS id FROM graph."Event"`
      floor = createEventFloor((newest?.id ?? 0n) - START_OVERLAP)
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
