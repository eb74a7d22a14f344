import { builder } from '../builder.ts'
import { ViewerRef } from '../nodes/viewer.ts'

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    nullable: true,
    description: 'Who the access token names; null without one.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
)
