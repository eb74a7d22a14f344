import type { CodePurpose } from '../../people/email-proof.ts'
import type { Locale } from './locale.ts'

/** The page that asks for the code of a mail. */
export interface EnterCodeMessages {
  title: string
  sent: Record<CodePurpose, (email: string) => string>
  sentAgain: string
  code: string
  codeHint: string
  submit: Record<CodePurpose, string>
  noMail: string
  sendAgain: string
  outbox: string
  endedTitle: string
  startAgain: string
}

/** The page that asks for the code of a mail. */
export const enterCodeMessages: Record<Locale, EnterCodeMessages> = {
  en: {
    title: 'Check your email',
    sent: {
      create_account: (email) => `Enter the code that we sent to ${email}.`,
      reset_password: (email) =>
        `If there is an account with ${email}, a code is on its way. Enter it here.`,
    },
    sentAgain: 'Another email is on its way. Codes from before no longer work.',
    code: 'Code',
    codeHint: 'Eight digits, valid for 15 minutes. Leave this page open.',
    submit: { create_account: 'Create account', reset_password: 'Continue' },
    noMail: 'No email? Look in the spam folder too.',
    sendAgain: 'Send a new code',
    outbox: 'In development no email leaves this machine: open the outbox',
    endedTitle: 'Begin again',
    startAgain: 'Go back and ask for a new code.',
  },
  ja: {
    title: 'メールをご確認ください',
    sent: {
      create_account: (email) => `${email} にお送りした確認コードを入力してください。`,
      reset_password: (email) =>
        `${email} のアカウントがある場合は、確認コードをお送りしています。届いたコードを入力してください。`,
    },
    sentAgain: 'メールをもう一度お送りしました。以前のコードは使えません。',
    code: '確認コード',
    codeHint: '8桁の数字です。有効期限は15分です。このページは開いたままにしてください。',
    submit: { create_account: 'アカウントを作成', reset_password: '次へ' },
    noMail: 'メールが届かない場合は、迷惑メールフォルダーもご確認ください。',
    sendAgain: '新しいコードを送信',
    outbox: '開発環境ではメールは送信されません。送信箱を開く',
    endedTitle: 'もう一度やり直してください',
    startAgain: '前の画面に戻り、新しいコードを受け取ってください。',
  },
}
