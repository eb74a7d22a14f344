import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { OutboundCheck } from '../health/probe.ts'

/** How our own way out is checked. */
export interface OutboundCheckOptions {
  fetch: SafeFetch
  /** Addresses that are always there; one that answers, whatever it says, is enough. None: no check. */
  witnesses: readonly string[]
  /** Origins reached without the internet: for these our way out always works. */
  trustedOrigins: readonly string[]
  now: () => Date
}

/** How long an answer counts. */
const KEPT_MS = 30_000
const TIMEOUT_MS = 5_000

/** Makes the check of our own way out; an answer counts for half a minute, whoever asks. */
export function createOutboundCheck(options: OutboundCheckOptions): OutboundCheck {
  const { fetch, witnesses, trustedOrigins, now } = options
  // The answer, never the promise of it: on Workers a request may not wait for another one's I/O.
  let known: { at: number; works: boolean } | undefined

  async function answers(url: string): Promise<true> {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    void response.body?.cancel().catch(() => {})
    return true
  }

  return async (url) => {
    const origin = URL.parse(url)?.origin
    if (witnesses.length === 0 || (origin !== undefined && trustedOrigins.includes(origin)))
      return true

    const at = now().getTime()
    if (known && at - known.at <= KEPT_MS) return known.works
    const works = await Promise.any(witnesses.map(answers)).catch(() => false)
    known = { at, works }
    return works
  }
}
