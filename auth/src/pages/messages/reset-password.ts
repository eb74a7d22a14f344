import type { Locale } from './locale.ts'

/** The pages that lead from an address to a new password. */
export interface ResetPasswordMessages {
  title: string
  lead: string
  submit: string
  newTitle: string
  newLead: string
  newSubmit: string
}

/** The pages that lead from an address to a new password. */
export const resetPasswordMessages: Record<Locale, ResetPasswordMessages> = {
  en: {
    title: 'Reset your password',
    lead: 'We send a code to the email address of your account. With it you choose a new password.',
    submit: 'Send the code',
    newTitle: 'Choose a new password',
    newLead: 'You are then signed out everywhere else.',
    newSubmit: 'Set the password',
  },
  ja: {
    title: 'パスワードの再設定',
    lead: 'アカウントのメールアドレスに確認コードをお送りします。そのコードで新しいパスワードを設定できます。',
    submit: 'コードを送信',
    newTitle: '新しいパスワードの設定',
    newLead: '設定すると、ほかのブラウザーからはすべてサインアウトします。',
    newSubmit: 'パスワードを設定',
  },
}
