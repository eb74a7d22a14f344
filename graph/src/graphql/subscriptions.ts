import * as z from 'zod'
import type { GraphContext } from '../context.ts'
import { SearchError } from '../search/errors.ts'
import type { HeardEvent } from '../storage/event-log.ts'
import { visibleTo } from '../storage/visible-to.ts'
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

async function* hearHealth(
  context: GraphContext,
  wanted: Wanted,
): AsyncGenerator<HealthChangedShape> {
  for await (const { event, serverId } of hearOfServers(context, 'health', wanted)) {
    const { data } = healthSchema.safeParse(event.payload)
    if (data && (await maySee(context, serverId)))
      yield { serverId, cursor: toCursor(event), reading: data.reading }
  }
}

async function* hearTools(
  context: GraphContext,
  wanted: Wanted,
): AsyncGenerator<ToolsChangedShape> {
  for await (const { event, serverId } of hearOfServers(context, 'tools', wanted)) {
    const { data } = changesSchema.safeParse(event.payload)
    if (data && (await maySee(context, serverId)))
      yield { serverId, cursor: toCursor(event), changes: data.changes }
  }
}

const kindSchema = z.object({ kind: z.string() })

async function* hearServers(
  context: GraphContext,
  wanted: Wanted,
): AsyncGenerator<ServerChangedShape> {
  for await (const { event, serverId } of hearOfServers(context, 'server', wanted)) {
    const { data } = kindSchema.safeParse(event.payload)
    if (data && (await maySee(context, serverId)))
      yield { serverId, cursor: toCursor(event), kind: data.kind }
  }
}

async function* hearOfServers(
  { events, viewer, signal }: GraphContext,
  topic: 'health' | 'tools' | 'server',
  wanted: Wanted,
): AsyncGenerator<{ event: HeardEvent; serverId: string }> {
  const filter = { topics: [topic], subject: viewer?.subject, signal, ...wanted }
  for await (const event of events.subscribe(filter))
    if (event.serverId !== undefined) yield { event, serverId: event.serverId }
}

async function maySee({ database, viewer }: GraphContext, id: string): Promise<boolean> {
  const where = { id, AND: visibleTo(viewer).McpServer }
  return (await database.mcpServer.count({ where })) > 0
}

const NO_SERVER = '00000000-0000-0000-0000-000000000000'

const connectionEventSchema = z.object({ kind: z.string(), connectionId: z.uuid() })

async function* hearConnections(
  { events, viewer, signal }: GraphContext,
  wanted: Wanted,
): AsyncGenerator<ConnectionChangedShape> {
  if (!viewer) return
  const filter = { topics: ['connection'] as const, subject: viewer.subject, signal, ...wanted }
  for await (const event of events.subscribe(filter)) {
    const { data } = connectionEventSchema.safeParse(event.payload)
    if (data) yield { ...data, cursor: toCursor(event) }
  }
}

const notificationEventSchema = z.object({ notificationId: z.uuid() })

async function* hearNotifications(
  { events, viewer, signal }: GraphContext,
  wanted: Wanted,
): AsyncGenerator<NotificationAddedShape> {
  if (!viewer) return
  const filter = { topics: ['notification'] as const, subject: viewer.subject, signal, ...wanted }
  for await (const event of events.subscribe(filter)) {
    const { data } = notificationEventSchema.safeParse(event.payload)
    if (data) yield { ...data, cursor: toCursor(event) }
  }
}

function toCursor({ resumeFrom }: HeardEvent): string {
  return String(resumeFrom)
}

function fromCursor(cursor: string | null | undefined): bigint | undefined {
  if (cursor === null || cursor === undefined) return undefined
  if (/^-?\d{1,18}$/.test(cursor)) return BigInt(cursor)
  throw new SearchError('ERR_CURSOR_INVALID', 'Cannot listen: the cursor is none of ours')
}
