import type { GraphContext } from '../../context.ts'
import { isAdministrator } from '../../ownership/permissions.ts'
import { editVersion } from '../../registry/edit-version.ts'
import { serverNotFound } from '../../registry/errors.ts'
import { getServer } from '../../registry/get-server.ts'
import { publishServerJson } from '../../registry/publish-server-json.ts'
import { setVersionStatus } from '../../registry/set-version-status.ts'
import { builder } from '../builder.ts'
import { ServerStatusEnum } from '../enums.ts'
import { getId } from '../node-id.ts'
import { ServerRef } from '../nodes/server.ts'
import { findServer, readServer } from '../read.ts'
import { refusable, resultType } from '../result.ts'

const PublishServerJsonResult = resultType<{ serverId: string }>('PublishServerJson', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
  }),
}))

const EditVersionInput = builder.inputType('EditVersionInput', {
  fields: (t) => ({
    serverId: t.id({ required: true }),
    version: t.string({ required: true }),
    serverJson: t.field({
      type: 'JSON',
      required: true,
      description: 'The whole `server.json`, with the same name and version.',
    }),
  }),
})

const EditVersionResult = resultType<{ serverId: string }>('EditVersion', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
  }),
}))

const SetVersionStatusInput = builder.inputType('SetVersionStatusInput', {
  fields: (t) => ({
    serverId: t.id({ required: true }),
    version: t.string({ description: 'Which one; all of them at once without it.' }),
    status: t.field({ type: ServerStatusEnum, required: true }),
    statusMessage: t.string({ description: 'Why: at most 500 characters; none with `active`.' }),
  }),
})

const SetVersionStatusResult = resultType<{ serverId: string; versions: readonly string[] }>(
  'SetVersionStatus',
  (t) => ({
    server: t.prismaField({
      type: ServerRef,
      nullable: true,
      description: 'Null for an operator who sees it no more.',
      resolve: (query, { serverId }, _args, context) => findServer(query, serverId, context),
    }),
    versions: t.stringList({
      description: 'The versions that were changed.',
      resolve: ({ versions }) => [...versions],
    }),
  }),
)

builder.mutationFields((t) => ({
  publishServerJson: t.field({
    type: PublishServerJsonResult,
    description:
      'Publishes a version of a server by the standard’s `server.json`, in your name. Needs servers:write.',
    args: { serverJson: t.arg({ type: 'JSON', required: true }) },
    resolve: (_root, { serverJson }, context) =>
      refusable(() => publishServerJson(context, serverJson)),
  }),
  editVersion: t.field({
    type: EditVersionResult,
    description: 'Writes the `server.json` of a version of yours anew. Needs servers:write.',
    args: { input: t.arg({ type: EditVersionInput, required: true }) },
    resolve: (_root, { input: { serverId, version, serverJson } }, context) =>
      refusable(async () => {
        const { name } = await getServer(context, getId('Server', serverId))
        return editVersion(context, { name, version, input: serverJson })
      }),
  }),
  setVersionStatus: t.field({
    type: SetVersionStatusResult,
    description:
      'Deprecates, deletes or restores a version of a server of yours, or all of them. Needs servers:write.',
    args: { input: t.arg({ type: SetVersionStatusInput, required: true }) },
    resolve: (_root, { input: { serverId, version, ...input } }, context) =>
      refusable(async () => {
        const name = await findName(context, getId('Server', serverId))
        return setVersionStatus(context, { name, version: version ?? undefined, input })
      }),
  }),
}))

/** What a server is called that the viewer sees, or that an operator decides about without seeing it. */
async function findName(context: GraphContext, serverId: string): Promise<string> {
  if (!isAdministrator(context)) return (await getServer(context, serverId)).name
  const standing = await context.ownership.standing(context.viewer, { serverId })
  if (!standing) throw serverNotFound(serverId)
  return standing.name
}
