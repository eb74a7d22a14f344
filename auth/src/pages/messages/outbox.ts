import type { Locale } from './locale.ts'

/** The outbox of a development machine. */
export interface OutboxMessages {
  title: string
  about: string
  empty: string
  to: string
  at: string
  reload: string
}

/** The outbox of a development machine. */
export const outboxMessages: Record<Locale, OutboxMessages> = {
  en: {
    title: 'Outbox',
    about: 'Mail that would have been sent, newest first. This page exists in development only.',
    empty: 'No mail yet.',
    to: 'To',
    at: 'Time',
    reload: 'Look again',
  },
  ja: {
    title: '送信箱',
    about: '送信されるはずだったメールです（新しい順）。このページは開発環境にだけあります。',
    empty: 'メールはまだありません。',
    to: '宛先',
    at: '日時',
    reload: '再読み込み',
  },
}
