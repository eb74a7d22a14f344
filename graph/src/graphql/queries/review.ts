import { assertMay } from '../../ownership/permissions.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ReportStateEnum } from '../enums.ts'

builder.queryField('reviewQueue', (t) =>
  t.prismaConnection({
    type: 'AbuseReport',
    cursor: 'id',
    description: 'Reports of servers, oldest first, for administrators.',
    args: { state: t.arg({ type: ReportStateEnum, defaultValue: 'open' }) },
    totalCount: (_root, { state }, { database, viewer }) =>
      database.abuseReport.count({
        where: { AND: visibleTo(viewer).AbuseReport, state: state ?? 'open' },
      }),
    resolve: async (query, _root, { state }, context) => {
      await assertMay(context, 'review.read')
      const { database, viewer } = context
      return database.abuseReport.findMany({
        ...query,
        where: { AND: visibleTo(viewer).AbuseReport, state: state ?? 'open' },
        orderBy: { id: 'asc' },
      })
    },
  }),
)
