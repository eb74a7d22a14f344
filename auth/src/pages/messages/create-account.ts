import type { Locale } from './locale.ts'

/** The page for a new account. */
export interface CreateAccountMessages {
  title: string
  name: string
  nameHint: string
  emailHint: string
  submit: string
  haveAccount: string
  signIn: string
}

/** The page for a new account. */
export const createAccountMessages: Record<Locale, CreateAccountMessages> = {
  en: {
    title: 'Create an account',
    name: 'Name',
    nameHint: 'How applications that you allow will call you.',
    emailHint: 'You sign in with it. We send a code to it now.',
    submit: 'Create account',
    haveAccount: 'Have an account?',
    signIn: 'Sign in',
  },
  ja: {
    title: 'アカウントを作成',
    name: '名前',
    nameHint: '許可したアプリケーションに表示される名前です。',
    emailHint: 'サインインに使います。このあと確認コードをお送りします。',
    submit: 'アカウントを作成',
    haveAccount: 'アカウントをお持ちですか？',
    signIn: 'サインイン',
  },
}
