import { checkAddress, SafeFetchError, type SafeFetch } from '@toolgraph/safe-fetch'
import type { WebhookSender } from '../notifications/webhook-sender.ts'

/** How webhooks are called. */
export interface WebhookSenderOptions {
  fetch: SafeFetch
  /** Exact origins that may be plain http and private. */
  trustedOrigins: readonly string[]
  /** For one call (default: 10 s). */
  timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 10_000

/** Makes the way out to webhooks: one POST, no redirect, and nothing of the answer but its status. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { fetch, trustedOrigins, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  return {
    isAllowed: (url) => checkAddress(url, trustedOrigins).ok,

    async send(url, { headers, body }) {
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const init = { method: 'POST', headers, body, redirect: 'manual', signal } as const
        const response = await fetch(url, init)
        void response.body?.cancel().catch(() => {})
        return { httpStatus: response.status }
      } catch (error) {
        if (signal.aborted) return { problem: 'ERR_TIMEOUT' }
        return { problem: error instanceof SafeFetchError ? error.code : 'ERR_UNREACHABLE' }
      }
    },
  }
}
