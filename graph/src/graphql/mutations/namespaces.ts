import { grantNamespace } from '../../namespaces/grant-namespace.ts'
import { proveNamespace } from '../../namespaces/prove-namespace.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ProofMethodEnum } from '../enums.ts'
import { getId } from '../node-id.ts'
import { NamespaceRef } from '../nodes/namespace.ts'
import { refusable, resultType } from '../result.ts'

/** A result that shows the namespace as it is now. */
function namespaceResult(name: string) {
  return resultType<{ namespace: string }>(name, (t) => ({
    namespace: t.prismaField({
      type: NamespaceRef,
      resolve: (query, { namespace }, _args, { database, viewer }) =>
        database.mcpNamespace.findFirstOrThrow({
          ...query,
          where: { namespace, AND: visibleTo(viewer).McpNamespace },
        }),
    }),
  }))
}

const ProveNamespaceResult = namespaceResult('ProveNamespace')
const GrantNamespaceResult = namespaceResult('GrantNamespace')

const ProveNamespaceInput = builder.inputType('ProveNamespaceInput', {
  description:
    'A proof: `domain`, `timestamp` and `signedTimestamp` for `dns` and `http`; `token` for the others.',
  fields: (t) => ({
    method: t.field({ type: ProofMethodEnum, required: true }),
    domain: t.string(),
    timestamp: t.string({ description: 'RFC 3339, at most 15 seconds from now.' }),
    signedTimestamp: t.string({
      description: 'The signature of its bytes by the published key, in hexadecimal digits.',
    }),
    token: t.string({ description: 'A GitHub access token, or the identity token of a workflow.' }),
    namespace: t.string({
      description: 'Of the namespaces that the proof proves, the one that is meant.',
    }),
    ownerId: t.id({ description: 'An organization to hold it (default: yourself).' }),
  }),
})

builder.mutationFields((t) => ({
  proveNamespace: t.field({
    type: ProveNamespaceResult,
    description:
      'Gives a namespace to you, or to an organization that you administer. Needs servers:write.',
    args: { input: t.arg({ type: ProveNamespaceInput, required: true }) },
    resolve: (_root, { input: { ownerId, ...input } }, context) =>
      refusable(async () =>
        proveNamespace(context, { ...input, ownerId: ownerId && getId('Owner', ownerId) }),
      ),
  }),
  grantNamespace: t.field({
    type: GrantNamespaceResult,
    description: 'Gives a namespace to an owner by the word of an administrator.',
    args: {
      namespace: t.arg.string({ required: true }),
      ownerId: t.arg.id({ required: true }),
      includesChildren: t.arg.boolean({ required: true }),
    },
    resolve: (_root, { ownerId, ...grant }, context) =>
      refusable(async () =>
        grantNamespace(context, { ...grant, ownerId: getId('Owner', ownerId) }),
      ),
  }),
}))
