import type { RunStatus } from '#gql/documents'

/** Longer than a call may take: what still runs then has lost its process. */
const LOST_AFTER_MS = 15 * 60_000

/** A run as it is shown: one whose process died in mid-call is said to be lost, not to run for ever. */
export function toShownRun<
  run extends { status: RunStatus; errorCode: string | null; startedAt: string },
>(run: run, now: number): run {
  const isLost = run.status === 'running' && now - Date.parse(run.startedAt) > LOST_AFTER_MS
  return isLost ? { ...run, status: 'failed', errorCode: 'run_lost' } : run
}
