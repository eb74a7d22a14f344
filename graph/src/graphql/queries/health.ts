import { findHealth } from '../../health/find-health.ts'
import { builder } from '../builder.ts'
import { parseId } from '../node-id.ts'
import { HealthReadingRef } from '../nodes/health-reading.ts'

builder.queryField('health', (t) =>
  t.field({
    type: HealthReadingRef,
    nullable: true,
    description: 'The newest reading of a server; null when there is no such server.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const serverId = parseId('Server', args.serverId)
      return serverId ? findHealth(context, { serverId }) : null
    },
  }),
)
