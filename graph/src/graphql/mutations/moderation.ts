import { moderateServer, settleReport } from '../../moderation/settle-report.ts'
import { reportServer } from '../../moderation/report-server.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { DecisionEnum, ReportReasonEnum } from '../enums.ts'
import { getId } from '../node-id.ts'
import { ReportRef } from '../nodes/report.ts'
import { ServerRef } from '../nodes/server.ts'
import { refusable, resultType } from '../result.ts'

/** A result that shows the report as it is now. */
function reportResult(name: string) {
  return resultType<{ reportId: string }>(name, (t) => ({
    report: t.prismaField({
      type: ReportRef,
      resolve: (query, { reportId: id }, _args, { database, viewer }) =>
        database.abuseReport.findFirstOrThrow({
          ...query,
          where: { id, AND: visibleTo(viewer).AbuseReport },
        }),
    }),
  }))
}

const ReportServerResult = reportResult('ReportServer')
const SettleReportResult = reportResult('SettleReport')
const ModerateServerResult = resultType<{ serverId: string }>('ModerateServer', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    nullable: true,
    description: 'The server, as far as the viewer may see it.',
    resolve: (query, { serverId: id }, _args, { database, viewer }) =>
      database.mcpServer.findFirst({ ...query, where: { id, AND: visibleTo(viewer).McpServer } }),
  }),
}))

builder.mutationFields((t) => ({
  reportServer: t.field({
    type: ReportServerResult,
    description: 'Reports a server to those who operate this registry. Needs sign-in.',
    args: {
      serverId: t.arg.id({ required: true }),
      reason: t.arg({ type: ReportReasonEnum, required: true }),
      detail: t.arg.string({ required: true }),
    },
    resolve: (_root, { serverId, ...report }, context) =>
      refusable(async () =>
        reportServer(context, { ...report, serverId: getId('Server', serverId) }),
      ),
  }),
  settleReport: t.field({
    type: SettleReportResult,
    description: 'Settles a report, with a note to the owner of the server. For administrators.',
    args: {
      reportId: t.arg.id({ required: true }),
      decision: t.arg({ type: DecisionEnum, required: true }),
      note: t.arg.string({ required: true }),
    },
    resolve: (_root, { reportId, ...decided }, context) =>
      refusable(async () =>
        settleReport(context, { ...decided, reportId: getId('Report', reportId) }),
      ),
  }),
  moderateServer: t.field({
    type: ModerateServerResult,
    description: 'Hides, quarantines or restores a server without a report. For administrators.',
    args: {
      serverId: t.arg.id({ required: true }),
      decision: t.arg({ type: DecisionEnum, required: true }),
      note: t.arg.string({ required: true }),
    },
    resolve: (_root, { serverId, ...decided }, context) =>
      refusable(async () =>
        moderateServer(context, { ...decided, serverId: getId('Server', serverId) }),
      ),
  }),
}))
