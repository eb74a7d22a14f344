import type { TestGraph } from './graph-fixture.ts'

/**
 * Starts two things that both need the row of one owner while somebody else has it, lets the first wait before the
 * second, and gives it to them.
 */
export async function inLine(
  { database }: TestGraph,
  ownerId: string,
  works: readonly [() => Promise<unknown>, () => Promise<unknown>],
): Promise<void> {
  const started: Promise<unknown>[] = []
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`
      SELECT 1 FROM graph."McpOwner" WHERE id = ${ownerId}::uuid FOR UPDATE`
    for (const work of works) {
      started.push(work())
      await untilWaiting(database, started.length)
    }
  })
  await Promise.all(started)
}

async function untilWaiting(database: TestGraph['database'], count: number): Promise<void> {
  const [row] = await database.$queryRaw<{ found: number }[]>`
    SELECT count(*)::int AS found FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  if ((row?.found ?? 0) < count) return untilWaiting(database, count)
}
