import { resolveCursorConnection, type ResolveCursorConnectionArgs } from '@pothos/plugin-relay'
import type { GraphContext } from '../context.ts'
import type { Evidence } from '../health/reading.ts'
import type { HealthState } from '../registry/server-record.ts'
import { SearchError } from '../search/errors.ts'
import { toEvidence } from '../storage/evidence.ts'
import { visibleTo } from '../storage/visible-to.ts'
import { MAX_PAGE_SIZE } from './builder.ts'

/** A reading as a page of them shows it. */
export interface ListedReading {
  state: HealthState
  latencyMs: number | null
  protocolEra: string | null
  toolCount: number | null
  checkedAt: Date
  detail: string | null
  evidence: Evidence | undefined
}

interface PageArguments {
  first?: number | null | undefined
  last?: number | null | undefined
  after?: string | null | undefined
  before?: string | null | undefined
}

/** Lists the readings of one server, newest first, a page at a time. */
export function listReadings(
  mcpServerId: string,
  args: PageArguments,
  { database, viewer }: GraphContext,
) {
  const toCursor = ({ checkedAt }: ListedReading) => btoa(checkedAt.toISOString())
  return resolveCursorConnection<Promise<ListedReading[]>>(
    { args, defaultSize: 20, maxSize: MAX_PAGE_SIZE, toCursor },
    async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
      const rows = await database.healthCheck.findMany({
        where: {
          AND: visibleTo(viewer).HealthCheck,
          mcpServerId,
          checkedAt: {
            ...(after ? { lt: toMoment(after) } : {}),
            ...(before ? { gt: toMoment(before) } : {}),
          },
        },
        orderBy: { checkedAt: inverted ? 'asc' : 'desc' },
        take: limit,
      })
      return rows.map(({ status, evidence, ...reading }) => ({
        state: status,
        ...reading,
        evidence: toEvidence(evidence),
      }))
    },
  )
}

/** Readings of one server are never of the same moment, so the moment is the cursor. */
function toMoment(cursor: string): Date {
  try {
    const moment = new Date(atob(cursor))
    if (!Number.isNaN(moment.getTime())) return moment
  } catch {
    // Not even base64.
  }
  throw new SearchError(
    'ERR_CURSOR_INVALID',
    'Cannot list the readings: the cursor is none of ours',
  )
}
