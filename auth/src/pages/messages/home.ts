import type { Locale } from './locale.ts'

/** The front page. */
export interface HomeMessages {
  title: string
  about: string
  signedInAs: (name: string, email: string) => string
  signedOut: string
  manage: string
  signIn: string
  signOut: string
}

/** The front page. */
export const homeMessages: Record<Locale, HomeMessages> = {
  en: {
    title: 'Your sign-in',
    about:
      'Toolgraph uses this address to sign you in and to ask what applications may do for you.',
    signedInAs: (name, email) => `You are signed in as ${name} (${email}).`,
    signedOut: 'You are not signed in.',
    manage: 'Manage your account',
    signIn: 'Sign in to your account',
    signOut: 'Sign out',
  },
  ja: {
    title: 'サインイン状態',
    about:
      'Toolgraphは、サインインと、アプリケーションに許可する内容の確認に、このアドレスを使います。',
    signedInAs: (name, email) => `${name}（${email}）としてサインインしています。`,
    signedOut: 'サインインしていません。',
    manage: 'アカウントを管理',
    signIn: 'アカウントにサインイン',
    signOut: 'サインアウト',
  },
}
