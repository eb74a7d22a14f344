import type { GraphContext } from '../context.ts'
import { ownerNotFound, transferNotFound } from '../ownership/errors.ts'
import { serverNotFound } from '../registry/errors.ts'
import { visibleTo } from '../storage/visible-to.ts'

/** Reads the server of a verb's result, with what the operation selects of it. Somebody else may have taken it away since. */
export async function readServer<query extends object>(
  query: query,
  id: string,
  context: GraphContext,
) {
  const server = await findServer(query, id, context)
  if (!server) throw serverNotFound(id)
  return server
}

/** The same where the verb may have taken it from the viewer's sight: null then. */
export function findServer<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  return database.mcpServer.findFirst({
    ...query,
    where: { id, AND: visibleTo(viewer).McpServer },
  })
}

/** Reads the connection of a verb's result. */
export function readConnection<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  return database.agentConnection.findFirstOrThrow({
    ...query,
    where: { id, AND: visibleTo(viewer).AgentConnection },
  })
}

/** The same where it may have ended: with it goes the sight of a server that is not everybody's. */
export function findConnection<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  return database.agentConnection.findFirst({
    ...query,
    where: { id, AND: visibleTo(viewer).AgentConnection },
  })
}

/** Reads the run of a verb's result. */
export function readRun<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  return database.toolRun.findFirstOrThrow({
    ...query,
    where: { id, AND: visibleTo(viewer).ToolRun },
  })
}

/** Reads the owner of a verb's result. */
export async function readOwner<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  const owner = await database.mcpOwner.findFirst({
    ...query,
    where: { id, AND: visibleTo(viewer).McpOwner },
  })
  if (!owner) throw ownerNotFound(id)
  return owner
}

/** Reads the transfer of a verb's result. */
export async function readTransfer<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  const transfer = await database.mcpServerTransfer.findFirst({
    ...query,
    where: { id, AND: visibleTo(viewer).McpServerTransfer },
  })
  if (!transfer) throw transferNotFound()
  return transfer
}
