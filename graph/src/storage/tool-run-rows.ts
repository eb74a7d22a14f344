import { Prisma, type Database } from '@toolgraph/database'
import type { RunEnd, RunStart } from '../connections/tool-run.ts'
import type { Viewer } from '../registry/viewer.ts'
import { toJson } from './json.ts'

/** `ConnectionStore.startRun`: only on an active connection of the viewer's. */
export async function startRunRow(
  database: Database,
  viewer: Viewer,
  { connectionId, toolName, input, now }: RunStart & { now: Date },
): Promise<string | undefined> {
  const [run] = await database.$queryRaw<{ id: string }[]>`
    INSERT INTO graph."ToolRun" (id, "connectionId", "agentUserId", "toolName", input, "startedAt")
    SELECT ${crypto.randomUUID()}::uuid, c.id, c."agentUserId", ${toolName},
      ${JSON.stringify(input)}::json, ${now}
    FROM graph."AgentConnection" c
    WHERE c.id = ${connectionId}::uuid AND c."agentUserId" = ${viewer.subject}
      AND c.status = 'active'
    RETURNING id::text AS id`
  return run?.id
}

/** `ConnectionStore.finishRun`: a run ends once. */
export async function finishRunRow(
  database: Database,
  viewer: Viewer,
  { runId, status, output, errorCode, errorMessage, now }: RunEnd & { now: Date },
): Promise<boolean> {
  const { count } = await database.toolRun.updateMany({
    where: { id: runId, agentUserId: viewer.subject, status: 'running' },
    data: {
      status,
      output: output === undefined ? Prisma.DbNull : toJson(output),
      errorCode: errorCode ?? null,
      errorMessage: errorMessage ?? null,
      endedAt: now,
    },
  })
  return count === 1
}
