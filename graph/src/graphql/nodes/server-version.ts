import type { Prisma } from '@toolgraph/database'
import { builder } from '../builder.ts'
import { ServerStatusEnum } from '../enums.ts'

/** The columns of a version that the graph shows. */
export const VERSION_SELECT = {
  id: true,
  version: true,
  isLatest: true,
  status: true,
  statusMessage: true,
  statusChangedAt: true,
  publishedAt: true,
  updatedAt: true,
  manifest: true,
  definition: true,
} satisfies Prisma.McpServerVersionSelect

/** A version as its row shows it. */
export type VersionRow = Prisma.McpServerVersionGetPayload<{ select: typeof VERSION_SELECT }>

/** One published version of a server. */
export const ServerVersionRef = builder.objectRef<VersionRow>('ServerVersion').implement({
  description: 'One published version of a server.',
  fields: (t) => ({
    version: t.exposeString('version'),
    isLatest: t.exposeBoolean('isLatest'),
    status: t.expose('status', { type: ServerStatusEnum }),
    statusMessage: t.exposeString('statusMessage', {
      nullable: true,
      description: 'Why it is deprecated or deleted, in the publisher’s words.',
    }),
    statusChangedAt: t.expose('statusChangedAt', { type: 'DateTime', nullable: true }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    manifest: t.expose('manifest', {
      type: 'JSON',
      description: 'The standard’s `server.json`, as it was published.',
    }),
    definition: t.expose('definition', {
      type: 'JSON',
      nullable: true,
      description: 'What was published in our own form, with its tools; null for a `server.json`.',
    }),
  }),
})
