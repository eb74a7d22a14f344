import type { ClaimFailure } from '../../people/claim-proof.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../people/password.ts'
import type { AccountFailure } from '../../people/request-account.ts'
import type { NewPasswordFailure } from '../../people/reset-password.ts'
import type { Locale } from './locale.ts'

/** Everything that can be wrong with what was typed into the forms of an account. */
export type FormFailure =
  AccountFailure['reason'] | ClaimFailure['reason'] | NewPasswordFailure['reason']

/** What the forms of an account have in common. */
export interface FormMessages {
  email: string
  password: string
  newPassword: string
  passwordHint: string
  backToSignIn: string
  failures: Record<FormFailure, string>
}

/** What the forms of an account have in common. */
export const formMessages: Record<Locale, FormMessages> = {
  en: {
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    passwordHint: `At least ${MIN_PASSWORD_LENGTH} characters. A few words together work well.`,
    backToSignIn: 'Back to sign-in',
    failures: {
      email_malformed: 'This is not an email address.',
      name_malformed: 'Enter a name of up to 80 characters.',
      password_short: `Use at least ${MIN_PASSWORD_LENGTH} characters.`,
      password_long: `Use at most ${MAX_PASSWORD_LENGTH} characters.`,
      password_like_email: 'The password must differ from the email.',
      too_many_mails: 'Too many emails were asked for. Try again in an hour.',
      mail_failed: 'The email could not be sent. Try again in a moment.',
      code_wrong: 'This is not the code from our last email. Check it and try again.',
      code_used_up: 'This code can no longer be used. Ask for a new one below.',
      too_many_codes:
        'Too many tries from this network. Wait a quarter of an hour, then try again.',
      ended: 'This page is too old, or its code was used already.',
    },
  },
  ja: {
    email: 'メールアドレス',
    password: 'パスワード',
    newPassword: '新しいパスワード',
    passwordHint: `${MIN_PASSWORD_LENGTH}文字以上。いくつかの単語を組み合わせるのがおすすめです。`,
    backToSignIn: 'サインインに戻る',
    failures: {
      email_malformed: 'メールアドレスの形式が正しくありません。',
      name_malformed: '名前を80文字以内で入力してください。',
      password_short: `${MIN_PASSWORD_LENGTH}文字以上にしてください。`,
      password_long: `${MAX_PASSWORD_LENGTH}文字以内にしてください。`,
      password_like_email: 'メールアドレスと同じパスワードは使えません。',
      too_many_mails: 'メールの送信回数が多すぎます。1時間後にもう一度お試しください。',
      mail_failed: 'メールを送信できませんでした。しばらくしてから、もう一度お試しください。',
      code_wrong:
        '最後にお送りしたメールのコードと一致しません。確認してもう一度入力してください。',
      code_used_up:
        'このコードは使えなくなりました。下のボタンから新しいコードを受け取ってください。',
      too_many_codes:
        'このネットワークからの試行回数が多すぎます。15分ほど待ってから、もう一度お試しください。',
      ended: 'このページは時間切れか、コードがすでに使われています。',
    },
  },
}
