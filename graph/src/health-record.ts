import * as z from 'zod'
import type { GraphContext } from './context.ts'
import { toUptime } from './health/health-day.ts'
import { findHealth } from './health/find-health.ts'
import { getServer } from './registry/get-server.ts'
import { serverNotFound } from './registry/errors.ts'
import { healthStateSchema } from './registry/server-record.ts'

const UPTIME_DAYS = 30

/** A reading as REST and MCP show it. */
export const healthRecordSchema = z.object({
  serverId: z.uuid(),
  server: z.string().describe('Registry name'),
  state: healthStateSchema.describe(
    'open, gated (asks for sign-in, soundly), gated_broken, wrong_transport, not_mcp, down, unknown',
  ),
  checkedAt: z.iso.datetime().optional().describe('Absent: never probed'),
  latencyMs: z.int().optional(),
  protocolEra: z.string().optional(),
  toolCount: z.int().optional(),
  detail: z.string().optional().describe('What was seen'),
  evidence: z
    .object({
      httpStatus: z.int().optional(),
      contentType: z.string().optional(),
      problem: z.string().optional().describe('Which check failed'),
      cause: z.string().optional().describe('What the network said'),
    })
    .optional(),
  uptime30d: z
    .number()
    .optional()
    .describe('The part of the last 30 days in which it was open or gated, 0 to 1'),
})

/**
 * The newest reading of a server, by its name or id, as REST and MCP show it.
 *
 * @throws RegistryError `ERR_SERVER_NOT_FOUND`
 */
export async function getHealthRecord(
  context: GraphContext,
  reference: string,
): Promise<z.infer<typeof healthRecordSchema>> {
  const { id: serverId, name: server } = await getServer(context, reference)
  const health = await findHealth(context, { serverId })
  if (!health) throw serverNotFound(reference)
  const { state, checkedAt, latencyMs, protocolEra, toolCount, detail, evidence } = health
  const span = { days: UPTIME_DAYS, now: context.now() }
  const days = (await context.health.history([serverId], span)).get(serverId) ?? []
  return {
    serverId,
    server,
    state,
    latencyMs,
    protocolEra,
    toolCount,
    detail,
    evidence,
    uptime30d: toUptime(days),
    checkedAt: checkedAt?.toISOString(),
  }
}
