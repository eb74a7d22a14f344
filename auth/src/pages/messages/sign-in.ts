import type { SignInFailure } from '../../people/sign-in.ts'
import type { Locale } from './locale.ts'

/** The sign-in page. */
export interface SignInMessages {
  title: string
  continueTo: (client: string) => string
  email: string
  password: string
  submit: string
  noAccount: string
  createAccount: string
  demoTitle: string
  demoHint: string
  demoButton: (name: string) => string
  or: string
  failures: Record<SignInFailure, string>
}

/** The sign-in page. */
export const signInMessages: Record<Locale, SignInMessages> = {
  en: {
    title: 'Sign in',
    continueTo: (client) => `to continue to ${client}`,
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    noAccount: 'New here?',
    createAccount: 'Create an account',
    demoTitle: 'Try it right away',
    demoHint: 'Ready-made accounts. They exist in development only.',
    demoButton: (name) => `Continue as ${name}`,
    or: 'or use your own account',
    failures: {
      wrong: 'The email and password do not match an account.',
      too_many: 'Too many tries. Wait a quarter of an hour, then try again.',
    },
  },
  ja: {
    title: 'サインイン',
    continueTo: (client) => `「${client}」に進みます`,
    email: 'メールアドレス',
    password: 'パスワード',
    submit: 'サインイン',
    noAccount: '初めてのご利用ですか？',
    createAccount: 'アカウントを作成',
    demoTitle: 'すぐに試す',
    demoHint: '開発環境にだけある、お試し用のアカウントです。',
    demoButton: (name) => `${name}として続ける`,
    or: 'または自分のアカウントを使う',
    failures: {
      wrong: 'メールアドレスまたはパスワードが正しくありません。',
      too_many: '試行回数が多すぎます。15分ほど待ってから、もう一度お試しください。',
    },
  },
}
