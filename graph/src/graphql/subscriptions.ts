import * as z from 'zod'
import type { GraphContext } from '../context.ts'
import { SearchError } from '../search/errors.ts'
import type { EventFilter, EventSubscription, HeardEvent } from '../storage/event-log.ts'
import { visibleTo, type VisibleOptions } from '../storage/visible-to.ts'
import { builder } from './builder.ts'
import { parseId } from './node-id.ts'
import {
  changesSchema,
  ConnectionChanged,
  HealthChanged,
  healthSchema,
  NotificationAdded,
  ServerChanged,
  ToolsChanged,
  type ConnectionChangedShape,
  type HealthChangedShape,
  type NotificationAddedShape,
  type ServerChangedShape,
  type ToolsChangedShape,
} from './nodes/change.ts'

const AFTER = "A change's `cursor`: what happened since, for a day, comes first."

builder.subscriptionFields((t) => ({
  healthChanged: t.field({
    type: HealthChanged,
    description: 'Health changes of all servers, or of one.',
    args: { serverId: t.arg.id(), after: t.arg.string({ description: AFTER }) },
    subscribe: (_root, args, context) => hearHealth(context, toWanted(args)),
    resolve: (change) => change,
  }),
  toolsChanged: t.field({
    type: ToolsChanged,
    description: 'Graded changes in the tools of all servers, or of one.',
    args: { serverId: t.arg.id(), after: t.arg.string({ description: AFTER }) },
    subscribe: (_root, args, context) => hearTools(context, toWanted(args)),
    resolve: (change) => change,
  }),
  serverChanged: t.field({
    type: ServerChanged,
    description: 'What publishers did to servers, or to one: published, updated, withdrawn.',
    args: { serverId: t.arg.id(), after: t.arg.string({ description: AFTER }) },
    subscribe: (_root, args, context) => hearServers(context, toWanted(args)),
    resolve: (change) => change,
  }),
  connectionChanged: t.field({
    type: ConnectionChanged,
    authScopes: { scope: 'connections:read' },
    description: "The viewer's connections: linked, synced, renewed, needs sign-in, ended.",
    args: { after: t.arg.string({ description: AFTER }) },
    subscribe: (_root, args, context) => hearConnections(context, toWanted(args)),
    resolve: (change) => change,
  }),
  notificationAdded: t.field({
    type: NotificationAdded,
    authScopes: { scope: 'connections:read' },
    description: 'What the viewer is told.',
    args: { after: t.arg.string({ description: AFTER }) },
    subscribe: (_root, args, context) => hearNotifications(context, toWanted(args)),
    resolve: (change) => change,
  }),
}))

/** Where a subscription begins, and of what. */
interface Wanted {
  readonly serverId: string | undefined
  readonly after: bigint | undefined
}

/** Read before the first event is waited for: what is wrong with it is an answer, not the end of a stream. */
function toWanted(args: {
  serverId?: string | null | undefined
  after?: string | null | undefined
}): Wanted {
  const { serverId, after } = args
  return {
    // An id that is none of a server's is one of which nothing is ever heard.
    serverId: serverId ? (parseId('Server', serverId) ?? NO_SERVER) : undefined,
    after: fromCursor(after),
  }
}

function hearHealth(context: GraphContext, wanted: Wanted): Heard<HealthChangedShape> {
  return hear(context, { topics: ['health'], ...wanted }, async (event) => {
    const { data } = healthSchema.safeParse(event.payload)
    const serverId = data && (await visibleServer(context, event))
    if (serverId) return { serverId, cursor: toCursor(event), reading: data.reading }
  })
}

function hearTools(context: GraphContext, wanted: Wanted): Heard<ToolsChangedShape> {
  return hear(context, { topics: ['tools'], ...wanted }, async (event) => {
    const { data } = changesSchema.safeParse(event.payload)
    const serverId = data && (await visibleServer(context, event))
    if (serverId) return { serverId, cursor: toCursor(event), changes: data.changes }
  })
}

const kindSchema = z.object({ kind: z.string() })

function hearServers(context: GraphContext, wanted: Wanted): Heard<ServerChangedShape> {
  return hear(context, { topics: ['server'], ...wanted }, async (event) => {
    const { data } = kindSchema.safeParse(event.payload)
    // Who saw a server learns that it is withdrawn, and nothing of what is done to it then.
    const withTombstones = data?.kind === 'withdrawn'
    const serverId = data && (await visibleServer(context, event, { withTombstones }))
    if (serverId) return { serverId, cursor: toCursor(event), kind: data.kind }
  })
}

const connectionEventSchema = z.object({ kind: z.string(), connectionId: z.uuid() })

function hearConnections(context: GraphContext, wanted: Wanted): Heard<ConnectionChangedShape> {
  return hear(context, { topics: ['connection'], ...wanted }, (event) => {
    const { data } = connectionEventSchema.safeParse(event.payload)
    if (data) return { ...data, cursor: toCursor(event) }
  })
}

const notificationEventSchema = z.object({ notificationId: z.uuid() })

function hearNotifications(context: GraphContext, wanted: Wanted): Heard<NotificationAddedShape> {
  return hear(context, { topics: ['notification'], ...wanted }, (event) => {
    const { data } = notificationEventSchema.safeParse(event.payload)
    if (data) return { ...data, cursor: toCursor(event) }
  })
}

type Heard<change> = Promise<AsyncIterable<change>>
type ToChange<change> = (event: HeardEvent) => Promise<change | undefined> | change | undefined

/** Is there once it listens: what happens after the answer has begun is heard. */
async function hear<change>(
  { events, viewer, signal }: GraphContext,
  filter: EventFilter,
  toChange: ToChange<change>,
): Heard<change> {
  const subscription = events.subscribe({ ...filter, subject: viewer?.subject, signal })
  await subscription.ready
  return tell(subscription, toChange)
}

async function* tell<change>(
  subscription: EventSubscription,
  toChange: ToChange<change>,
): AsyncGenerator<change> {
  for await (const event of subscription) {
    const change = await toChange(event)
    if (change) yield change
  }
}

/** The server of an event, if the viewer may see it. */
async function visibleServer(
  { database, viewer }: GraphContext,
  { serverId }: HeardEvent,
  options?: VisibleOptions,
): Promise<string | undefined> {
  if (serverId === undefined) return undefined
  const where = { id: serverId, AND: visibleTo(viewer, options).McpServer }
  return (await database.mcpServer.count({ where })) > 0 ? serverId : undefined
}

const NO_SERVER = '00000000-0000-0000-0000-000000000000'

function toCursor({ resumeFrom }: HeardEvent): string {
  return String(resumeFrom)
}

function fromCursor(cursor: string | null | undefined): bigint | undefined {
  if (cursor === null || cursor === undefined) return undefined
  if (/^-?\d{1,18}$/.test(cursor)) return BigInt(cursor)
  throw new SearchError('ERR_CURSOR_INVALID', 'Cannot listen: the cursor is none of ours')
}
