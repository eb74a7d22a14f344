import { mailRefused, mailUnreachable } from './errors.ts'
import { MAIL_TIMEOUT_MS, type Mailer } from './mailer.ts'

/** How to reach a mail service over HTTP. */
export interface HttpMailerOptions {
  /** Where mail is posted, for example `https://api.resend.com/emails`. */
  url: string
  /** The key of the service: `Authorization: Bearer …`. */
  key: string
  /** The sender: `Name <address>` or an address alone. */
  from: string
  fetch: typeof fetch
  /** Default: `MAIL_TIMEOUT_MS`. */
  timeoutMs?: number
}

/**
 * Sends mail over HTTP, on Workers and on Node: `POST` of `{ from, to, subject, text }` as JSON, in the
 * shape of Resend's `POST https://api.resend.com/emails`.
 */
export function createHttpMailer(options: HttpMailerOptions): Mailer {
  const { url, key, from, fetch, timeoutMs = MAIL_TIMEOUT_MS } = options
  return {
    async send({ to, subject, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from, to, subject, text }),
        // The key goes to this address and to none that it names.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        throw mailUnreachable('mail service', error instanceof Error ? error.name : 'unknown')
      })
      await response.body?.cancel()
      if (!response.ok) throw mailRefused('mail service', `HTTP ${response.status}`)
    },
  }
}
