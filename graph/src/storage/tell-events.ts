import type { Transaction } from '@toolgraph/database'
import type { LoggedEvent } from '../notifications/notification.ts'
import { toAnnouncements } from '../notifications/to-announcements.ts'
import { WEBHOOK_TOPICS } from '../notifications/webhook.ts'
import { addNotifications } from './notification-rows.ts'
import { peopleSql } from './people-sql.ts'

/** So many events are told in one transaction. */
const TOLD_AT_ONCE = 50
/** A webhook that is so far behind hears of nothing more until it has caught up. */
const MAX_PENDING = 1_000

/**
 * Takes events of which nothing was made yet, and makes of them what people and webhooks are told. Events that
 * another process is taking at this moment are skipped: all of it is done once, or not at all.
 *
 * @returns How many events were taken
 */
export async function tellEvents(transaction: Transaction, now: Date): Promise<number> {
  const events = await transaction.$queryRaw<EventRow[]>`
    UPDATE graph."Event" e SET "toldAt" = ${now}
    FROM (SELECT id FROM graph."Event" WHERE "toldAt" IS NULL ORDER BY id LIMIT ${TOLD_AT_ONCE}
      FOR NO KEY UPDATE SKIP LOCKED) untold
    WHERE e.id = untold.id
    RETURNING e.id, e.topic, e."serverId"::text, e.audience, e.payload, e."createdAt"`
  for (const event of events.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    await tellPeople(transaction, event, now)
    await tellWebhooks(transaction, event, now)
  }
  return events.length
}

interface EventRow {
  id: bigint
  topic: string
  serverId: string | null
  audience: string | null
  payload: unknown
  createdAt: Date
}

async function tellPeople(transaction: Transaction, event: EventRow, now: Date): Promise<void> {
  const { topic, payload, audience } = event
  const serverId = event.serverId ?? undefined
  const logged: LoggedEvent = { topic, payload, audience: audience ?? undefined }
  for (const announcement of toAnnouncements(logged)) {
    const people = peopleSql(serverId, announcement.audiences)
    await addNotifications(transaction, people, { ...announcement, serverId, now })
  }
}

/** The webhooks of one server hear as far as their people may see it; those of no server, of their people's own. */
async function tellWebhooks(transaction: Transaction, event: EventRow, now: Date): Promise<void> {
  const { topic, serverId, payload, createdAt } = event
  const isPublicTopic = WEBHOOK_TOPICS.some((known) => known === topic)
  if (!isPublicTopic || serverId === null || event.audience !== null) return

  const people = peopleSql(serverId, ['owners', 'linked'])
  await transaction.$executeRaw`
    WITH server AS (SELECT id, name, visibility = 'public' AND status <> 'deleted'
        AND moderation = 'clear' AS "isPublic" FROM graph."McpServer" WHERE id = ${serverId}::uuid),
      people (subject) AS (${people})
    INSERT INTO graph."WebhookDelivery" (id, "webhookId", topic, payload, "dueAt", "createdAt")
    SELECT gen_random_uuid(), w.id, ${topic},
      json_build_object('type', ${TYPES[topic] ?? topic}::text, 'timestamp', ${createdAt.toISOString()}::text,
        'data', json_build_object('server', json_build_object('id', s.id, 'name', s.name),
          'event', ${JSON.stringify(payload)}::json)),
      ${now}, ${now}
    FROM server s JOIN graph."Webhook" w ON w."serverId" = s.id
      OR (w."serverId" IS NULL AND w.subject IN (SELECT subject FROM people))
    WHERE w."disabledAt" IS NULL AND ${topic} = ANY(w.topics)
      AND (s."isPublic" OR w.subject IN (SELECT subject FROM people))
      AND (SELECT count(*) FROM graph."WebhookDelivery" d
        WHERE d."webhookId" = w.id AND d."dueAt" IS NOT NULL) < ${MAX_PENDING}`
}

/** The names of events as webhooks hear them. */
const TYPES: Readonly<Record<string, string>> = {
  health: 'server.health_changed',
  incident: 'server.incident',
  tools: 'server.tools_changed',
  server: 'server.changed',
}
