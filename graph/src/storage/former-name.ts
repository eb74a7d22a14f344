import { Prisma, type Database } from '@toolgraph/database'
import { toNameKey } from '../registry/server.ts'
import type { Viewer } from '../registry/viewer.ts'
import { visibleTo } from './visible-to.ts'

/** Finds the server that had this name before it was renamed, as far as the viewer may see it. */
export async function findByFormerName(
  database: Pick<Database, 'mcpServerAlias'>,
  viewer: Viewer | undefined,
  name: string,
): Promise<string | undefined> {
  const alias = await database.mcpServerAlias.findFirst({
    where: { nameKey: toNameKey(name), AND: visibleTo(viewer).McpServerAlias },
    select: { serverId: true },
  })
  return alias?.serverId
}

/** The key of the server that has a name, or had it: for SQL that compares it with `"nameKey"`. */
export function currentNameKeySql(name: string): Prisma.Sql {
  const nameKey = toNameKey(name)
  return Prisma.sql`coalesce((SELECT current."nameKey" FROM graph."McpServerAlias" former
    JOIN graph."McpServer" current ON current.id = former."serverId"
    WHERE former."nameKey" = ${nameKey}), ${nameKey})`
}
