import { isLoopback } from '../clients/redirect-uri.ts'
import type { AuthEnvironment } from './configuration.ts'

/** The way out for mail over HTTP. */
export interface ApiSettings {
  by: 'api'
  url: string
  key: string
  from: string
}

/** The way out for mail by SMTP. */
export interface SmtpSettings {
  by: 'smtp'
  url: string
  from: string
}

/** What the environment says of mail: how it is sent, or that a development machine keeps it. */
export type MailSettings = SmtpSettings | ApiSettings | 'outbox'

/**
 * Reads how mail is sent. Pure.
 *
 * @throws In production where nothing is configured, and anywhere where half of it is, with what to set
 */
export function toMailSettings(values: AuthEnvironment): MailSettings {
  const { SMTP_URL, MAIL_API_URL, MAIL_API_KEY, MAIL_FROM: from, TOOLGRAPH_MODE } = values
  if (SMTP_URL && MAIL_API_URL) throw cannotStart('set SMTP_URL or MAIL_API_URL, not both')
  if (!SMTP_URL && !MAIL_API_URL) {
    if (TOOLGRAPH_MODE === 'development') return 'outbox'
    throw cannotStart(
      'accounts are confirmed by email, and production needs a way to send it; set SMTP_URL, or MAIL_API_URL and MAIL_API_KEY, and MAIL_FROM',
    )
  }
  // A line break would begin another header.
  if (!/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from))
    throw cannotStart(
      'MAIL_FROM must be set to an address, like "Toolgraph <no-reply@toolgraph.example>"',
    )
  return SMTP_URL ? toSmtp(SMTP_URL, from) : toApi({ url: MAIL_API_URL, key: MAIL_API_KEY, from })
}

/**
 * Reads how mail is sent from a Worker, which knows no SMTP. Pure.
 *
 * @throws As `toMailSettings()` does, and for SMTP
 */
export function toWorkerMailSettings(values: AuthEnvironment): ApiSettings | 'outbox' {
  const settings = toMailSettings(values)
  if (settings === 'outbox' || settings.by === 'api') return settings
  throw cannotStart('a Worker cannot use SMTP_URL; set MAIL_API_URL and MAIL_API_KEY instead')
}

function toSmtp(url: string, from: string): SmtpSettings {
  const parsed = URL.parse(url)
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || !parsed.hostname)
    throw cannotStart('SMTP_URL must be like "smtps://USER:PASSWORD@HOST:PORT"')
  return { by: 'smtp', url, from }
}

function toApi({ url, key, from }: { url: string; key: string; from: string }): ApiSettings {
  const parsed = URL.parse(url)
  // The key would be readable on its way.
  if (
    !parsed ||
    !(parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed)))
  )
    throw cannotStart('MAIL_API_URL must be an https address')
  if (!key)
    throw cannotStart('MAIL_API_KEY must be set: the key of the mail service at MAIL_API_URL')
  return { by: 'api', url, key, from }
}

function cannotStart(what: string): Error {
  return new Error(`Cannot start: ${what}`)
}
