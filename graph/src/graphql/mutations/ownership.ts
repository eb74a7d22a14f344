import { acceptInvitation } from '../../ownership/accept-invitation.ts'
import { createOrganization } from '../../ownership/create-organization.ts'
import { deleteOrganization } from '../../ownership/delete-organization.ts'
import { inviteMember, type Invited } from '../../ownership/invite-member.ts'
import { leaveOrganization } from '../../ownership/leave-organization.ts'
import { removeMember } from '../../ownership/remove-member.ts'
import { revokeInvitation } from '../../ownership/revoke-invitation.ts'
import { setMemberRole } from '../../ownership/set-member-role.ts'
import { updateOrganization } from '../../ownership/update-organization.ts'
import { builder } from '../builder.ts'
import { MemberRoleEnum } from '../enums.ts'
import { encodeNodeId, getId } from '../node-id.ts'
import { OwnerRef } from '../nodes/owner.ts'
import { readOwner } from '../read.ts'
import { refusable, resultType } from '../result.ts'

/** A result that shows the organization as it is now. */
function organizationResult(name: string) {
  return resultType<{ ownerId: string }>(name, (t) => ({
    organization: t.prismaField({
      type: OwnerRef,
      resolve: (query, { ownerId }, _args, context) => readOwner(query, ownerId, context),
    }),
  }))
}

/** A result after which the viewer may not see the organization any more. */
function farewellResult(name: string) {
  return resultType<{ ownerId: string }>(name, (t) => ({
    organizationId: t.id({ resolve: ({ ownerId }) => encodeNodeId('Owner', ownerId) }),
  }))
}

const InviteMemberResult = resultType<Invited>('InviteMember', (t) => ({
  invitationId: t.id({ resolve: ({ invitationId }) => encodeNodeId('Invitation', invitationId) }),
  token: t.exposeString('token', { description: 'What the link carries; told this once.' }),
}))

const AcceptInvitationResult = resultType<{ ownerId: string; joined: boolean }>(
  'AcceptInvitation',
  (t) => ({
    organization: t.prismaField({
      type: OwnerRef,
      resolve: (query, { ownerId }, _args, context) => readOwner(query, ownerId, context),
    }),
    joined: t.exposeBoolean('joined', { description: 'False for who was a member already.' }),
  }),
)

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  fields: (t) => ({
    slug: t.string({ required: true, description: 'A word for addresses; it never changes.' }),
    name: t.string({ required: true }),
    contact: t.string(),
  }),
})

const UpdateOrganizationInput = builder.inputType('UpdateOrganizationInput', {
  description: 'What changes; a field that is left out or null stays.',
  fields: (t) => ({
    organizationId: t.id({ required: true }),
    name: t.string(),
    contact: t.string(),
  }),
})

builder.mutationFields((t) => ({
  createOrganization: t.field({
    type: organizationResult('CreateOrganization'),
    description: 'Creates an organization of which you are the owner. Needs owners:write.',
    args: { input: t.arg({ type: CreateOrganizationInput, required: true }) },
    resolve: (_root, { input }, context) => refusable(() => createOrganization(context, input)),
  }),
  updateOrganization: t.field({
    type: organizationResult('UpdateOrganization'),
    description: 'Changes the name or contact of an organization. Needs owners:write.',
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true }) },
    resolve: (_root, { input: { organizationId, ...input } }, context) =>
      refusable(async () =>
        updateOrganization(context, { ownerId: getId('Owner', organizationId), input }),
      ),
  }),
  deleteOrganization: t.field({
    type: farewellResult('DeleteOrganization'),
    description: 'Deletes an organization that has no servers. Needs owners:write.',
    args: { organizationId: t.arg.id({ required: true }) },
    resolve: (_root, { organizationId }, context) =>
      refusable(async () =>
        deleteOrganization(context, { ownerId: getId('Owner', organizationId) }),
      ),
  }),
  inviteMember: t.field({
    type: InviteMemberResult,
    description: 'Makes a link by which one person becomes a member. Needs owners:write.',
    args: {
      organizationId: t.arg.id({ required: true }),
      role: t.arg({ type: MemberRoleEnum, required: true }),
    },
    resolve: (_root, { organizationId, role }, context) =>
      refusable(async () =>
        inviteMember(context, { ownerId: getId('Owner', organizationId), role }),
      ),
  }),
  revokeInvitation: t.field({
    type: organizationResult('RevokeInvitation'),
    description: 'Makes the link of an invitation worthless. Needs owners:write.',
    args: {
      organizationId: t.arg.id({ required: true }),
      invitationId: t.arg.id({ required: true }),
    },
    resolve: (_root, { organizationId, invitationId }, context) =>
      refusable(async () =>
        revokeInvitation(context, {
          ownerId: getId('Owner', organizationId),
          invitationId: getId('Invitation', invitationId),
        }),
      ),
  }),
  acceptInvitation: t.field({
    type: AcceptInvitationResult,
    description: 'Makes you a member, by the token of an invitation. Needs owners:write.',
    args: { token: t.arg.string({ required: true }) },
    resolve: (_root, { token }, context) => refusable(() => acceptInvitation(context, { token })),
  }),
  setMemberRole: t.field({
    type: organizationResult('SetMemberRole'),
    description: 'Gives a member another role. Needs owners:write.',
    args: {
      organizationId: t.arg.id({ required: true }),
      subject: t.arg.string({ required: true }),
      role: t.arg({ type: MemberRoleEnum, required: true }),
    },
    resolve: (_root, { organizationId, subject, role }, context) =>
      refusable(async () =>
        setMemberRole(context, { ownerId: getId('Owner', organizationId), subject, role }),
      ),
  }),
  removeMember: t.field({
    type: farewellResult('RemoveMember'),
    description: 'Takes a member out of an organization. Needs owners:write.',
    args: {
      organizationId: t.arg.id({ required: true }),
      subject: t.arg.string({ required: true }),
    },
    resolve: (_root, { organizationId, subject }, context) =>
      refusable(async () =>
        removeMember(context, { ownerId: getId('Owner', organizationId), subject }),
      ),
  }),
  leaveOrganization: t.field({
    type: farewellResult('LeaveOrganization'),
    description: 'Ends your membership; the last owner stays. Needs owners:write.',
    args: { organizationId: t.arg.id({ required: true }) },
    resolve: (_root, { organizationId }, context) =>
      refusable(async () =>
        leaveOrganization(context, { ownerId: getId('Owner', organizationId) }),
      ),
  }),
}))
