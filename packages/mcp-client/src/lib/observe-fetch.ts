import type { SafeFetch } from '@toolgraph/safe-fetch'
import { readChallenge, type Challenge } from './challenge.ts'
import { readRetryAfter } from './retry-after.ts'

/** What the last answer looked like. The SDK's own errors do not tell. */
export interface LastAnswer {
  status: number
  contentType: string
  challenge?: Challenge
  /** How long it asks to be left alone, in milliseconds. */
  retryAfterMs?: number
  /** The request failed before an answer came. */
  failure?: unknown
}

/** A `fetch` that remembers what the last answer to a POST looked like, and who stops with its signal. */
export interface ObservedFetch {
  fetch: SafeFetch
  last(): LastAnswer | undefined
}

/** Watches the POSTs of one session. */
export function observeFetch(fetch: SafeFetch, signal: AbortSignal | undefined): ObservedFetch {
  let last: LastAnswer | undefined

  async function observed(...[input, init]: Parameters<SafeFetch>): Promise<Response> {
    const signals = [init?.signal, signal].filter((one) => one instanceof AbortSignal)
    const isPost = init?.method === 'POST'
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) })
      const challenge = readChallenge(response)
      const contentType = response.headers.get('content-type') ?? ''
      const retryAfterMs = readRetryAfter(response)
      const { status } = response
      if (isPost)
        last = {
          status,
          contentType,
          ...(challenge && { challenge }),
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        }
      return response
    } catch (failure) {
      if (isPost) last = { status: 0, contentType: '', failure }
      throw failure
    }
  }

  return { fetch: observed, last: () => last }
}
