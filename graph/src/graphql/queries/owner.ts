import { findInvitation } from '../../ownership/find-invitation.ts'
import type { KnownInvitation } from '../../ownership/invitation.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { MemberRoleEnum } from '../enums.ts'
import { parseId } from '../node-id.ts'
import { AuditEventRef, AuditFilterInput, listAuditEvents } from '../nodes/audit-event.ts'
import { OwnerRef } from '../nodes/owner.ts'

const InvitationOffer = builder.objectRef<KnownInvitation>('InvitationOffer').implement({
  description: 'What an invitation is for, as who holds its link sees it.',
  fields: (t) => ({
    organizationName: t.exposeString('ownerName'),
    organizationSlug: t.exposeString('ownerSlug'),
    role: t.expose('role', { type: MemberRoleEnum }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
})

builder.queryFields((t) => ({
  owner: t.prismaField({
    type: OwnerRef,
    nullable: true,
    description: "A person or an organization, by id or an organization's slug.",
    args: { id: t.arg.id(), slug: t.arg.string() },
    resolve: (query, _root, args, { database, viewer }) => {
      const id = args.id && parseId('Owner', args.id)
      const key = id ? { id } : args.slug ? { slug: args.slug.toLowerCase() } : undefined
      return key
        ? database.mcpOwner.findFirst({
            ...query,
            where: { ...key, AND: visibleTo(viewer).McpOwner },
          })
        : null
    },
  }),
  invitation: t.field({
    type: InvitationOffer,
    description:
      'What an invitation is for, by the token of its link; an error where it is not good any more.',
    args: { token: t.arg.string({ required: true }) },
    resolve: (_root, { token }, context) => findInvitation(context, token),
  }),
  auditEvents: t.connection({
    type: AuditEventRef,
    authScopes: { scope: 'owners:read' },
    description: 'What was changed in the whole registry, newest first, for its operators.',
    args: { filter: t.arg({ type: AuditFilterInput }) },
    resolve: (_root, args, context) => listAuditEvents(undefined, args, context),
  }),
}))
