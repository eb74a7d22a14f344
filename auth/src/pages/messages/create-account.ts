import type { AccountFailure } from '../../people/create-account.ts'
import { MIN_PASSWORD_LENGTH } from '../../people/password.ts'
import type { Locale } from './locale.ts'

/** The page for a new account. */
export interface CreateAccountMessages {
  title: string
  name: string
  nameHint: string
  email: string
  emailHint: string
  password: string
  passwordHint: string
  submit: string
  haveAccount: string
  signIn: string
  failures: Record<AccountFailure, string>
}

/** The page for a new account. */
export const createAccountMessages: Record<Locale, CreateAccountMessages> = {
  en: {
    title: 'Create an account',
    name: 'Name',
    nameHint: 'How applications that you allow will call you.',
    email: 'Email',
    emailHint: 'You sign in with it. It is not verified yet, and nothing is sent to it.',
    password: 'Password',
    passwordHint: `At least ${MIN_PASSWORD_LENGTH} characters. A few words together work well.`,
    submit: 'Create account',
    haveAccount: 'Have an account?',
    signIn: 'Sign in',
    failures: {
      email_malformed: 'This is not an email address.',
      email_taken: 'There is already an account with this email. Sign in instead.',
      name_malformed: 'Enter a name of up to 80 characters.',
      password_short: `Use at least ${MIN_PASSWORD_LENGTH} characters.`,
      password_long: 'Use at most 256 characters.',
      password_like_email: 'The password must differ from the email.',
      too_many: 'Too many new accounts from this network. Try again in an hour.',
    },
  },
  ja: {
    title: 'アカウントを作成',
    name: '名前',
    nameHint: '許可したアプリケーションに表示される名前です。',
    email: 'メールアドレス',
    emailHint: 'サインインに使います。現在は確認メールを送信しません。',
    password: 'パスワード',
    passwordHint: `${MIN_PASSWORD_LENGTH}文字以上。いくつかの単語を組み合わせるのがおすすめです。`,
    submit: 'アカウントを作成',
    haveAccount: 'アカウントをお持ちですか？',
    signIn: 'サインイン',
    failures: {
      email_malformed: 'メールアドレスの形式が正しくありません。',
      email_taken: 'このメールアドレスのアカウントはすでにあります。サインインしてください。',
      name_malformed: '名前を80文字以内で入力してください。',
      password_short: `${MIN_PASSWORD_LENGTH}文字以上にしてください。`,
      password_long: '256文字以内にしてください。',
      password_like_email: 'メールアドレスと同じパスワードは使えません。',
      too_many: 'このネットワークからのアカウント作成が多すぎます。1時間後にお試しください。',
    },
  },
}
