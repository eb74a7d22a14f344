import { resolveCursorConnection, type ResolveCursorConnectionArgs } from '@pothos/plugin-relay'
import type { GraphContext } from '../../context.ts'
import type { AuditRecord } from '../../ownership/audit-record.ts'
import { listAudit } from '../../ownership/list-audit.ts'
import { SearchError } from '../../search/errors.ts'
import { builder, MAX_PAGE_SIZE } from '../builder.ts'
import { encodeNodeId, getId, parseId } from '../node-id.ts'

/** One change, as the audit log has it. */
export const AuditEventRef = builder.objectRef<AuditRecord>('AuditEvent').implement({
  description: 'Who changed what. The log is only ever appended to.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeNodeId('AuditEvent', id) }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at) }),
    actor: t.exposeString('actor', { nullable: true, description: 'The subject who did it.' }),
    actorName: t.exposeString('actorName', {
      nullable: true,
      description: 'Their display name, while they are with the owner.',
    }),
    action: t.exposeString('action', { description: '`server.publish`, `owner.join`, …' }),
    serverId: t.id({
      nullable: true,
      resolve: ({ serverId }) => serverId && encodeNodeId('Server', serverId),
    }),
    serverName: t.exposeString('serverName', {
      nullable: true,
      description: "What the server is called today, while it is still the same owner's.",
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'What else it is about, such as a member.',
    }),
    detail: t.expose('detail', { type: 'JSON' }),
  }),
})

/** Which changes are listed. */
export const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Which changes are listed; all conditions together.',
  fields: (t) => ({
    serverId: t.id(),
    action: t.string({ description: 'One action, or all of a kind: `server.`' }),
    actor: t.string(),
    from: t.field({ type: 'DateTime', description: 'Not before this moment.' }),
    until: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
})

interface AuditArguments {
  first?: number | null | undefined
  last?: number | null | undefined
  after?: string | null | undefined
  before?: string | null | undefined
  filter?: typeof AuditFilterInput.$inferInput | null | undefined
}

/**
 * Lists changes, newest first, a page at a time and forward only.
 *
 * @param ownerId Whose log; without it everybody's, for operators
 */
export function listAuditEvents(
  ownerId: string | undefined,
  args: AuditArguments,
  context: GraphContext,
) {
  const { serverId, action, actor, from, until } = args.filter ?? {}
  const filter = {
    server: serverId ? getId('Server', serverId) : undefined,
    action: action ?? undefined,
    actor: actor ?? undefined,
    from: from?.toISOString(),
    until: until?.toISOString(),
  }
  const toCursor = ({ id }: AuditRecord) => encodeNodeId('AuditEvent', id)
  return resolveCursorConnection<Promise<AuditRecord[]>>(
    { args, defaultSize: 20, maxSize: MAX_PAGE_SIZE, toCursor },
    async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
      if (before || inverted) throw cursorInvalid()
      const position = after ? parseId('AuditEvent', after) : undefined
      if (after && !position) throw cursorInvalid()
      const { events } = await listAudit(context, { ownerId, filter, limit, after: position })
      return [...events]
    },
  )
}

function cursorInvalid(): SearchError {
  return new SearchError(
    'ERR_CURSOR_INVALID',
    'Cannot list the changes: the log is read from the newest, with "first" and "after" of its own pages',
  )
}
