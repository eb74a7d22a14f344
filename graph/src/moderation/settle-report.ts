import * as z from 'zod'
import { assertMay, type PermissionContext } from '../ownership/permissions.ts'
import { serverNotFound } from '../registry/errors.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { reportNotFound, reportSettled } from './errors.ts'
import { DECISIONS, noteSchema } from './report.ts'
import type { ReportStore } from './report-store.ts'

const decision = {
  decision: z.enum(DECISIONS),
  /** Told to the owner of the server. */
  note: noteSchema,
}
const settleReportSchema = z.strictObject({ reportId: z.uuid(), ...decision })
const moderateServerSchema = z.strictObject({
  serverId: z.uuid(),
  ...decision,
  decision: z.enum(DECISIONS).exclude(['dismiss']),
})

/** What deciding works with. */
export interface ReviewContext extends PermissionContext {
  readonly reports: ReportStore
  readonly now: () => Date
}

/**
 * Settles a report, as an administrator: by a decision about its server, or by a dismissal.
 *
 * @throws ModerationError, OwnershipError, RegistryError, AccessError
 */
export async function settleReport(
  context: ReviewContext,
  input: unknown,
): Promise<{ serverId: string; reportId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  await assertMay(context, 'review.decide')
  const { reportId, ...decided } = parseInput(settleReportSchema, input, 'the decision')
  const serverId = await context.reports.findServer(reportId)
  if (serverId === undefined) throw reportNotFound()
  const settlement = { viewer, serverId, reportId, ...decided, now: context.now() }
  if (!(await context.reports.settle(settlement))) throw reportSettled()
  return { serverId, reportId }
}

/**
 * Decides about a server without a report, as an administrator.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function moderateServer(
  context: ReviewContext,
  input: unknown,
): Promise<{ serverId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  await assertMay(context, 'review.decide')
  const { serverId, ...decided } = parseInput(moderateServerSchema, input, 'the decision')
  const isFound = await context.reports.settle({ viewer, serverId, ...decided, now: context.now() })
  if (!isFound) throw serverNotFound(serverId)
  return { serverId }
}
