import type { Prisma, Transaction } from '@toolgraph/database'
import type { Connection, ConnectionEventKind } from '../connections/connection.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendEvent } from './event-log.ts'

/** The columns of a connection; its token set is not among them. */
export const CONNECTION_SELECT = {
  id: true,
  mcpServerId: true,
  status: true,
  issuer: true,
  scopesGranted: true,
  expiresAt: true,
  lastSyncAt: true,
  createdAt: true,
  server: { select: { name: true, title: true } },
  _count: { select: { tools: true } },
} satisfies Prisma.AgentConnectionSelect

/** Reads a row as a connection. */
export function toConnection(
  row: Prisma.AgentConnectionGetPayload<{ select: typeof CONNECTION_SELECT }>,
): Connection {
  const { id, status, scopesGranted } = row
  return {
    id,
    status,
    scopesGranted,
    serverId: row.mcpServerId,
    serverName: row.server.name,
    serverTitle: row.server.title,
    issuer: row.issuer ?? undefined,
    expiresAt: row.expiresAt?.toISOString(),
    lastSyncAt: row.lastSyncAt?.toISOString(),
    createdAt: row.createdAt.toISOString(),
    toolCount: row._count.tools,
  }
}

/** Tells the connection's person, and nobody else, what happened to it. */
export async function appendConnectionEvent(
  transaction: Transaction,
  viewer: Viewer,
  event: { connectionId: string; serverId: string; kind: ConnectionEventKind },
): Promise<void> {
  const { connectionId, serverId, kind } = event
  await appendEvent(transaction, {
    topic: 'connection',
    serverId,
    audience: viewer.subject,
    payload: { kind, connectionId },
  })
}
