import type { Prisma } from '@toolgraph/database'
import type { GraphContext } from '../../context.ts'
import { HISTORY_DAYS, toUptime, type HealthDay } from '../../health/health-day.ts'
import { builder } from '../builder.ts'
import { HealthStateEnum } from '../enums.ts'
import { loadHistory } from '../load-history.ts'
import {
  HealthEvidenceRef,
  READING_SELECT,
  toHealthReading,
  type HealthReadingShape,
} from './health-reading.ts'

interface ServerHealthShape extends HealthReadingShape {
  serverId: string
}

const HealthDayRef = builder.objectRef<HealthDay>('HealthDay').implement({
  description: 'What the readings of one day (UTC) come to: how many of each state, and how quick.',
  fields: (t) => ({
    day: t.exposeString('day', { description: '`2026-11-22`' }),
    open: t.exposeInt('open'),
    gated: t.exposeInt('gated'),
    gatedBroken: t.exposeInt('gatedBroken'),
    wrongTransport: t.exposeInt('wrongTransport'),
    notMcp: t.exposeInt('notMcp'),
    down: t.exposeInt('down'),
    unknown: t.exposeInt('unknown'),
    uptime: t.float({
      nullable: true,
      description: 'The part of the known time in which it was open or gated; null: not known.',
      resolve: (day) => toUptime([day]),
    }),
    latencyP50: t.exposeInt('latencyP50', { nullable: true }),
    latencyP95: t.exposeInt('latencyP95', { nullable: true }),
  }),
})

/** How a server is, and how it was. */
export const ServerHealthRef = builder.objectRef<ServerHealthShape>('ServerHealth').implement({
  description: 'How a server answered its last probe, and how it answered before.',
  fields: (t) => ({
    state: t.expose('state', { type: HealthStateEnum }),
    latencyMs: t.exposeInt('latencyMs', { nullable: true }),
    protocolEra: t.exposeString('protocolEra', { nullable: true }),
    toolCount: t.exposeInt('toolCount', { nullable: true }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime', nullable: true }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'What was seen, in our own words.',
    }),
    evidence: t.expose('evidence', { type: HealthEvidenceRef, nullable: true }),
    uptime: t.float({
      nullable: true,
      description:
        'The part of the known time in which it was open or gated, 0 to 1, over so many days with today; null: not known.',
      args: { days: t.arg.int({ required: true, defaultValue: 30 }) },
      resolve: async (health, { days }, context) => toUptime(await history(health, days, context)),
    }),
    history: t.field({
      type: [HealthDayRef],
      description: `The last so many days, today the last; at most ${HISTORY_DAYS}. Days without a reading are left out.`,
      args: { days: t.arg.int({ required: true, defaultValue: 30 }) },
      resolve: (health, { days }, context) => history(health, days, context),
    }),
  }),
})

/** The columns of a server's health. */
export const HEALTH_SELECT = { ...READING_SELECT, id: true } satisfies Prisma.McpServerSelect

/** A server's health, as its row keeps it. */
export function toServerHealth(
  server: Prisma.McpServerGetPayload<{ select: typeof HEALTH_SELECT }>,
): ServerHealthShape {
  return { ...toHealthReading(server), serverId: server.id }
}

function history({ serverId }: ServerHealthShape, days: number, context: GraphContext) {
  return loadHistory(context, serverId, Math.max(1, Math.min(days, HISTORY_DAYS)))
}
