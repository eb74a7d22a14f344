import { tooMany } from './limits/errors.ts'
import { callerOf, type LimitContext } from './limits/assert-within.ts'
import type { CountedRead, ReadLimiter } from './limits/read-limiter.ts'
import type { Problem } from './rest/problem.ts'

/** What became of a request at the limit of reads. */
export interface ReadCount {
  /** For every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Set where the caller's bucket is empty. */
  readonly refusal?: Problem
}

/**
 * Counts one request against what its caller may read.
 *
 * @param reads The buckets of this process; without them nothing is counted
 */
export function countRead(
  reads: ReadLimiter | undefined,
  caller: Pick<LimitContext, 'viewer' | 'clientAddress'>,
  now: number,
): ReadCount {
  if (!reads) return { headers: {} }
  const counted = reads.take(callerOf(caller), now)
  const headers = toHeaders(counted)
  if (counted.isWithin) return { headers }
  const { code, message: detail, retryAfterSeconds } = tooMany('ask', counted.resetSeconds)
  return { headers, refusal: { status: 429, code, detail, headers, retryAfterSeconds } }
}

/**
 * Counts one call of a tool.
 *
 * @throws LimitError
 */
export function assertRead(...read: Parameters<typeof countRead>): void {
  const { refusal } = countRead(...read)
  if (refusal) throw tooMany('ask', refusal.retryAfterSeconds ?? 1)
}

function toHeaders({ limit, remaining, resetSeconds }: CountedRead): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetSeconds),
  }
}
