import { builder } from '../builder.ts'
import { HealthStateEnum } from '../enums.ts'

interface HealthReadingShape {
  state: typeof HealthStateEnum.$inferType
  latencyMs?: number | null | undefined
  protocolEra?: string | null | undefined
  toolCount?: number | null | undefined
  checkedAt?: Date | null | undefined
  detail?: string | null | undefined
}

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
  }),
})
