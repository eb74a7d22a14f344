import type { Prisma } from '@toolgraph/database'
import type { Evidence } from '../../health/reading.ts'
import { toEvidence } from '../../storage/evidence.ts'
import { builder } from '../builder.ts'
import { HealthStateEnum } from '../enums.ts'

/** A reading as the graph shows it. */
export interface HealthReadingShape {
  state: typeof HealthStateEnum.$inferType
  latencyMs?: number | null | undefined
  protocolEra?: string | null | undefined
  toolCount?: number | null | undefined
  checkedAt?: Date | null | undefined
  detail?: string | null | undefined
  evidence?: Evidence | null | undefined
}

/** What a reading rests on. */
export const HealthEvidenceRef = builder.objectRef<Evidence>('HealthEvidence').implement({
  description: "What a reading rests on: codes and words of ours, never a server's text.",
  fields: (t) => ({
    httpStatus: t.exposeInt('httpStatus', { nullable: true }),
    contentType: t.exposeString('contentType', { nullable: true }),
    problem: t.exposeString('problem', {
      nullable: true,
      description:
        'Which check failed, such as `ERR_RESOURCE_MISMATCH`, `ERR_PKCE_UNSUPPORTED`, `ERR_TIMEOUT` or `ERR_TOO_LARGE`.',
    }),
    cause: t.exposeString('cause', {
      nullable: true,
      description: 'What the network said, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`.',
    }),
  }),
})

/** One health result. A server that was never probed has the state `unknown` and nothing else. */
export const HealthReadingRef = builder.objectRef<HealthReadingShape>('HealthReading').implement({
  description: 'One health result of a server.',
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
  }),
})

/** The columns of a server's newest reading. */
export const READING_SELECT = {
  healthState: true,
  healthCheckedAt: true,
  latencyMs: true,
  protocolEra: true,
  healthDetail: true,
  healthToolCount: true,
  healthEvidence: true,
} satisfies Prisma.McpServerSelect

/** The newest reading, as the server's own row keeps it. */
export function toHealthReading(
  server: Prisma.McpServerGetPayload<{ select: typeof READING_SELECT }>,
): HealthReadingShape {
  return {
    state: server.healthState,
    checkedAt: server.healthCheckedAt,
    latencyMs: server.latencyMs,
    protocolEra: server.protocolEra,
    detail: server.healthDetail,
    toolCount: server.healthToolCount,
    evidence: toEvidence(server.healthEvidence),
  }
}
