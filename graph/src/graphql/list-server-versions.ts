import { resolveCursorConnection, type ResolveCursorConnectionArgs } from '@pothos/plugin-relay'
import type { GraphContext } from '../context.ts'
import { SearchError } from '../search/errors.ts'
import { visibleTo } from '../storage/visible-to.ts'
import { MAX_PAGE_SIZE } from './builder.ts'
import { decodeNodeId, encodeNodeId } from './node-id.ts'
import { VERSION_SELECT, type VersionRow } from './nodes/server-version.ts'

interface PageArguments {
  first?: number | null | undefined
  last?: number | null | undefined
  after?: string | null | undefined
  before?: string | null | undefined
  includeDeleted: boolean
}

/** Lists the versions of one server, newest publication first, a page at a time. */
export function listServerVersions(
  serverId: string,
  { includeDeleted, ...args }: PageArguments,
  { database, viewer }: GraphContext,
) {
  const toCursor = ({ id }: VersionRow) => encodeNodeId('ServerVersion', id)
  return resolveCursorConnection<Promise<VersionRow[]>>(
    { args, defaultSize: 20, maxSize: MAX_PAGE_SIZE, toCursor },
    async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
      const from = after ?? before
      const order = inverted ? 'asc' : 'desc'
      return database.mcpServerVersion.findMany({
        where: {
          AND: visibleTo(viewer).McpServerVersion,
          serverId,
          ...(includeDeleted ? {} : { status: { not: 'deleted' } }),
        },
        select: VERSION_SELECT,
        orderBy: [{ publishedAt: order }, { id: order }],
        take: limit,
        ...(from ? { cursor: { id: toId(from), serverId }, skip: 1 } : {}),
      })
    },
  )
}

function toId(cursor: string): string {
  try {
    return decodeNodeId(cursor).id
  } catch {
    throw new SearchError(
      'ERR_CURSOR_INVALID',
      'Cannot list the versions: the cursor is none of ours',
    )
  }
}
