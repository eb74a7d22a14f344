import { CodedError } from '@toolgraph/errors'

/** Why a mail was not handed over. */
export type MailErrorCode = 'ERR_MAIL_UNREACHABLE' | 'ERR_MAIL_REFUSED' | 'ERR_MAIL_NOT_CONFIGURED'

/**
 * A mail that was not handed over. It has no cause: what a mail server answers repeats the address, and
 * errors are logged.
 */
export class MailError extends CodedError<MailErrorCode> {
  override readonly name = 'MailError'
}

/** Makes the refusal of a carrier that does not answer. */
export function mailUnreachable(carrier: string, reason: string): MailError {
  return new MailError(
    'ERR_MAIL_UNREACHABLE',
    `Cannot send mail: the ${carrier} does not answer (${reason})`,
  )
}

/** Makes the refusal of a carrier that does not take the mail. */
export function mailRefused(carrier: string, reason: string): MailError {
  return new MailError(
    'ERR_MAIL_REFUSED',
    `Cannot send mail: the ${carrier} does not take it (${reason})`,
  )
}

/** Makes the refusal of an issuer that has no way out for mail. */
export function mailNotConfigured(): MailError {
  return new MailError(
    'ERR_MAIL_NOT_CONFIGURED',
    'Cannot send mail: neither SMTP_URL nor MAIL_API_URL is set',
  )
}
