import { builder } from '../builder.ts'
import { NamespaceMethodEnum } from '../enums.ts'

/** A namespace as the graph shows it. */
export const NamespaceRef = builder.prismaObject('McpNamespace', {
  name: 'Namespace',
  description:
    "The part of servers' names before the slash, and whose it is. One that is not proven is seen by its owner only.",
  select: { namespace: true },
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'Reverse-DNS: `com.example`.' }),
    method: t.expose('method', { type: NamespaceMethodEnum }),
    includesChildren: t.exposeBoolean('includesChildren', {
      description: 'Whether it stands for `com.example.*` too.',
    }),
    isProven: t.boolean({
      select: { provenAt: true },
      resolve: ({ provenAt }) => provenAt !== null,
    }),
    provenAt: t.expose('provenAt', { type: 'DateTime', nullable: true }),
    provenUntil: t.expose('provenUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'The proof is looked at again before; without that, it ends then.',
    }),
    owner: t.relation('owner'),
  }),
})
