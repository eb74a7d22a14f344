import * as z from 'zod'
import { isMoment } from '../registry/moment.ts'

/** What the log says of one change. */
export const auditRecordSchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.string().optional().describe("The issuer's subject of who did it"),
  actorName: z.string().optional().describe('Their display name, while they are with the owner'),
  action: z.string().describe('What was done: "server.publish", "owner.join", …'),
  ownerId: z.uuid().optional().describe('Whose log it stands in'),
  serverId: z.uuid().optional(),
  serverName: z
    .string()
    .optional()
    .describe("What the server is called today, while it is still the same owner's"),
  subject: z.string().optional().describe('What else it is about, such as a member'),
  detail: z.unknown().describe('What changed'),
})

const moment = z.iso
  .datetime({ offset: true })
  .refine(isMoment, 'must be a moment of the years 1 to 9999')

/** Which changes are read; all conditions together. */
export const auditFilterSchema = z.object({
  server: z.uuid().optional().describe('Only of this server'),
  action: z.string().min(1).max(100).optional().describe('Only this action, or all of "server."'),
  actor: z.string().min(1).max(255).optional().describe('Only by this subject'),
  from: moment.optional().describe('Not before this moment'),
  until: moment.optional().describe('Before this moment'),
})

/** What the log says of one change. */
export type AuditRecord = z.infer<typeof auditRecordSchema>
/** Which changes are read. */
export type AuditFilter = z.output<typeof auditFilterSchema>

/** A page of the log that is asked for. */
export interface AuditRequest {
  /** Whose log (default: everybody's). */
  readonly ownerId: string | undefined
  readonly filter: AuditFilter
  readonly limit: number
  /** The id of the last one before the page. */
  readonly after: string | undefined
}

/** A page of the log, newest first. */
export interface AuditPage {
  readonly events: readonly AuditRecord[]
  readonly hasNextPage: boolean
}
