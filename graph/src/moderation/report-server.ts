import * as z from 'zod'
import { assertWithin, type LimitContext } from '../limits/assert-within.ts'
import { serverNotFound } from '../registry/errors.ts'
import { parseInput } from '../registry/parse-input.ts'
import type { Registry } from '../registry/registry.ts'
import { AccessError } from '../registry/viewer.ts'
import { reportStands } from './errors.ts'
import { noteSchema, REPORT_REASONS } from './report.ts'
import type { ReportStore } from './report-store.ts'

/** What `reportServer` takes. */
export const reportServerSchema = z.strictObject({
  serverId: z.uuid(),
  reason: z.enum(REPORT_REASONS),
  detail: noteSchema.describe('What happened, for those who look at it'),
})

/** What the verbs of this room work with. */
export interface ReportContext extends LimitContext {
  readonly registry: Pick<Registry, 'find'>
  readonly reports: ReportStore
}

/**
 * Reports a server to those who operate this registry. A person has one open report of a server.
 *
 * @throws ModerationError, RegistryError, AccessError, LimitError
 */
export async function reportServer(
  context: ReportContext,
  input: unknown,
): Promise<{ serverId: string; reportId: string }> {
  const { viewer, registry, reports, now } = context
  if (!viewer)
    throw new AccessError('ERR_SIGN_IN_REQUIRED', 'Cannot report a server without signing in', [])

  const { serverId, reason, detail } = parseInput(reportServerSchema, input, 'the report')
  const server = await registry.find(viewer, { id: serverId })
  if (!server) throw serverNotFound(serverId)
  await assertWithin(context, 'report')
  const reporter = viewer.subject
  const reportId = await reports.keep({ serverId, reporter, reason, detail, now: now() })
  if (reportId === undefined) throw reportStands(server.name)
  return { serverId, reportId }
}
