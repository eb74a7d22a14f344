import type { GraphContext } from '../context.ts'
import type { HealthDay } from '../health/health-day.ts'

interface Batch {
  readonly serverIds: Set<string>
  readonly found: Promise<ReadonlyMap<string, readonly HealthDay[]>>
}

/** What each request is about to read, by the number of days. */
const batches = new WeakMap<GraphContext, Map<number, Batch>>()

/** Reads the days of a server: one statement for all servers of a list that are asked for at once. */
export async function loadHistory(
  context: GraphContext,
  serverId: string,
  days: number,
): Promise<HealthDay[]> {
  const pending = batches.get(context) ?? new Map<number, Batch>()
  batches.set(context, pending)
  const batch = pending.get(days) ?? startBatch(context, days, pending)
  batch.serverIds.add(serverId)
  return [...((await batch.found).get(serverId) ?? [])]
}

function startBatch(
  { health, now }: GraphContext,
  days: number,
  pending: Map<number, Batch>,
): Batch {
  const serverIds = new Set<string>()
  // After all who ask in this turn of the executor have asked.
  const found = Promise.resolve().then(() => {
    pending.delete(days)
    return health.history([...serverIds], { days, now: now() })
  })
  const batch = { serverIds, found }
  pending.set(days, batch)
  return batch
}
