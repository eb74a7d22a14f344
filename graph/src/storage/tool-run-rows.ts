import { Prisma, type Database } from '@toolgraph/database'
import { MAX_RUNNING, RUN_LIFE_MS, type RunEnd, type RunStart } from '../connections/tool-run.ts'
import type { Viewer } from '../registry/viewer.ts'
import { toJson } from './json.ts'

/** `ConnectionStore.startRun`: only on an active connection of the viewer's; two at once are counted one after the other. */
export async function startRunRow(
  transaction: Prisma.TransactionClient,
  viewer: Viewer,
  { connectionId, toolName, input, now }: RunStart & { now: Date },
): Promise<string | undefined> {
  const { subject } = viewer
  const since = new Date(now.getTime() - RUN_LIFE_MS)
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 6))`
  const [run] = await transaction.$queryRaw<{ id: string }[]>`
    INSERT INTO graph."ToolRun" (id, "connectionId", "agentUserId", "toolName", input, "startedAt")
    SELECT ${crypto.randomUUID()}::uuid, c.id, c."agentUserId", ${toolName},
      ${JSON.stringify(input)}::json, ${now}
    FROM graph."AgentConnection" c
    WHERE c.id = ${connectionId}::uuid AND c."agentUserId" = ${subject}
      AND c.status = 'active'
      AND ${MAX_RUNNING} > (
        SELECT count(*) FROM graph."ToolRun" r
        WHERE r."agentUserId" = ${subject} AND r."startedAt" > ${since} AND r.status = 'running'
      )
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
