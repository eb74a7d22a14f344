/** One mail: plain text, in one language. */
export interface Mail {
  /** One address, as `parseEmail()` reads it. */
  to: string
  subject: string
  text: string
}

/** The way out for mail. */
export interface Mailer {
  /**
   * Hands a mail over to whoever delivers it.
   *
   * @throws {MailError} When it is not taken; neither the address nor the text stands in the error
   */
  send(mail: Mail): Promise<void>
}

/** Mail that was sent, as the outbox of a development machine keeps it. */
export interface SentMail extends Mail {
  createdAt: Date
}

/** Keeps mail instead of sending it, to be read on the same machine. */
export interface Outbox extends Mailer {
  /** What was sent last, newest first. */
  list(): Promise<SentMail[]>
}

/** Where a development machine shows its outbox. */
export const OUTBOX_PATH = '/outbox'

/** How long one mail may take to be handed over. */
export const MAIL_TIMEOUT_MS = 15_000
