import type { SignInFailure } from '../../people/sign-in.ts'
import type { Locale } from './locale.ts'

/** What the sign-in page can have to say; `email_taken` to whoever has just proved the address. */
export type SignInPageFailure = SignInFailure['reason'] | 'email_taken'

/** The sign-in page. */
export interface SignInMessages {
  title: string
  continueTo: (client: string) => string
  submit: string
  forgotPassword: string
  proveAddress: string
  noAccount: string
  createAccount: string
  demoTitle: string
  demoHint: string
  demoButton: (name: string) => string
  or: string
  failures: Record<SignInPageFailure, string>
}

/** The sign-in page. */
export const signInMessages: Record<Locale, SignInMessages> = {
  en: {
    title: 'Sign in',
    continueTo: (client) => `to continue to ${client}`,
    submit: 'Sign in',
    forgotPassword: 'Forgot your password?',
    proveAddress: 'Send a code',
    noAccount: 'New here?',
    createAccount: 'Create an account',
    demoTitle: 'Try it right away',
    demoHint: 'Ready-made accounts. They exist in development only.',
    demoButton: (name) => `Continue as ${name}`,
    or: 'or use your own account',
    failures: {
      wrong: 'The email and password do not match an account.',
      unverified:
        'Nobody has confirmed the email address of this account yet. We send you a code; with it you choose a new password and are signed in.',
      email_taken: 'There is an account with this email already. Sign in with it.',
      too_many: 'Too many tries. Wait a quarter of an hour, then try again.',
    },
  },
  ja: {
    title: 'サインイン',
    continueTo: (client) => `「${client}」に進みます`,
    submit: 'サインイン',
    forgotPassword: 'パスワードをお忘れですか？',
    proveAddress: 'コードを送信',
    noAccount: '初めてのご利用ですか？',
    createAccount: 'アカウントを作成',
    demoTitle: 'すぐに試す',
    demoHint: '開発環境にだけある、お試し用のアカウントです。',
    demoButton: (name) => `${name}として続ける`,
    or: 'または自分のアカウントを使う',
    failures: {
      wrong: 'メールアドレスまたはパスワードが正しくありません。',
      unverified:
        'このアカウントのメールアドレスはまだ確認されていません。確認コードをお送りしますので、新しいパスワードを設定してサインインしてください。',
      email_taken: 'このメールアドレスのアカウントはすでにあります。サインインしてください。',
      too_many: '試行回数が多すぎます。15分ほど待ってから、もう一度お試しください。',
    },
  },
}
