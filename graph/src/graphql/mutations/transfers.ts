import { offerTransfer } from '../../ownership/offer-transfer.ts'
import {
  acceptTransfer,
  cancelTransfer,
  declineTransfer,
  type Settled,
} from '../../ownership/settle-transfer.ts'
import { builder } from '../builder.ts'
import { getId } from '../node-id.ts'
import { ServerTransferRef } from '../nodes/organization.ts'
import { readTransfer } from '../read.ts'
import { refusable, resultType } from '../result.ts'

/** A result that shows the offer as it is now. */
function transferResult(name: string) {
  return resultType<Settled>(name, (t) => ({
    transfer: t.prismaField({
      type: ServerTransferRef,
      resolve: (query, { transferId }, _args, context) => readTransfer(query, transferId, context),
    }),
  }))
}

builder.mutationFields((t) => ({
  transferServer: t.field({
    type: transferResult('TransferServer'),
    description:
      'Offers a server of yours to another owner, who has two weeks to accept. Needs servers:write.',
    args: {
      serverId: t.arg.id({ required: true }),
      to: t.arg.string({
        required: true,
        description: "An organization's slug, or the id of an owner.",
      }),
    },
    resolve: (_root, { serverId, to }, context) =>
      refusable(async () => offerTransfer(context, { serverId: getId('Server', serverId), to })),
  }),
  acceptTransfer: t.field({
    type: transferResult('AcceptTransfer'),
    description: 'Takes a server that is offered to you. Needs servers:write.',
    args: { transferId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      refusable(async () => acceptTransfer(context, { transferId: toTransferId(args) })),
  }),
  declineTransfer: t.field({
    type: transferResult('DeclineTransfer'),
    description: 'Refuses a server that is offered to you. Needs servers:write.',
    args: { transferId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      refusable(async () => declineTransfer(context, { transferId: toTransferId(args) })),
  }),
  cancelTransfer: t.field({
    type: transferResult('CancelTransfer'),
    description: 'Takes an offer of yours back. Needs servers:write.',
    args: { transferId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      refusable(async () => cancelTransfer(context, { transferId: toTransferId(args) })),
  }),
}))

function toTransferId({ transferId }: { transferId: string }): string {
  return getId('ServerTransfer', transferId)
}
