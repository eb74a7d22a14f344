import { createTransport } from 'nodemailer'
import { mailRefused, mailUnreachable } from './errors.ts'
import { MAIL_TIMEOUT_MS, type Mailer } from './mailer.ts'

/** How to reach a mail server. */
export interface SmtpMailerOptions {
  /** `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://` for STARTTLS. */
  url: string
  /** The sender: `Name <address>` or an address alone. */
  from: string
  /** Default: `MAIL_TIMEOUT_MS`. */
  timeoutMs?: number
}

/** Sends mail by SMTP; on Node only. Encrypted, unless the server is on this machine or the URL says otherwise. */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const { url, from, timeoutMs = MAIL_TIMEOUT_MS } = options
  const transport = createTransport(
    {
      url,
      // The parameters of the URL go before these.
      requireTLS: !isOnThisMachine(url),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    // RFC 3834 §5: no machine is to answer.
    { from, headers: { 'auto-submitted': 'auto-generated' } },
  )
  return {
    async send({ to, subject, text }) {
      // As an object the address is taken as it is, never read as a list.
      const mail = { to: { name: '', address: to }, subject, text }
      try {
        await transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeoutMs) })
      } catch (error) {
        throw toMailError(error)
      }
    },
  }
}

function isOnThisMachine(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(url)?.hostname ?? '')
}

/** Only codes go on: the server's own words repeat the address. */
function toMailError(error: unknown) {
  const { code, responseCode } = (error instanceof Error ? error : {}) as {
    code?: unknown
    responseCode?: unknown
  }
  if (typeof responseCode === 'number') return mailRefused('mail server', `SMTP ${responseCode}`)
  return mailUnreachable('mail server', typeof code === 'string' ? code : 'unknown')
}
