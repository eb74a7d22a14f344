import { builder } from '../builder.ts'
import { HealthReadingRef } from '../nodes/health-reading.ts'

builder.queryField('health', (t) =>
  t.field({
    type: HealthReadingRef,
    nullable: true,
    description: 'The newest reading of a server; null when there is no such server.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: () => {
      throw new Error('soon')
    },
  }),
)
