import type { ActivityAction } from '../../account/activity.ts'
import type { Locale } from './locale.ts'

/** What a form of the account page led to. */
export const ACCOUNT_STATUSES = [
  'browser_ended',
  'others_ended',
  'access_removed',
  'already_gone',
] as const

/** What a form of the account page led to. */
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

/** What a line of the recent activity speaks of. */
export interface ActivityWords {
  client: string
  /** `undefined` where no server was named. */
  server: string | undefined
  /** `undefined` where it was none of another's. */
  provider: string | undefined
  times: number
}

/** The account page. */
export interface AccountMessages {
  title: string
  lead: string
  statuses: Record<AccountStatus, string>
  you: string
  name: string
  email: string
  signIn: string
  password: string
  changePassword: string
  setPassword: string
  browsers: string
  browsersHint: string
  browserOn: (browser: string, system: string) => string
  unknownBrowser: string
  thisBrowser: string
  signedIn: string
  lastSeen: string
  address: string
  signOut: string
  signOutOthers: string
  applications: string
  noApplications: string
  removalHint: (minutes: number) => string
  unknownClient: string
  actorTitle: (client: string, server: string) => string
  trusted: string
  identityOnly: string
  noScopes: string
  since: Record<'allowed' | 'trusted' | 'actor', string>
  lastUsed: string
  notUsed: string
  removeAccess: string
  signOutThere: string
  activity: string
  noActivity: string
  activities: Record<ActivityAction, (what: ActivityWords) => string>
}

const MANY = 99

/** The account page. */
export const accountMessages: Record<Locale, AccountMessages> = {
  en: {
    title: 'Your account',
    lead: 'Everything that stands in your name here, and how to end it.',
    statuses: {
      browser_ended: 'That browser is signed out.',
      others_ended: 'All other browsers are signed out.',
      access_removed: 'Access removed.',
      already_gone: 'That had ended already. Nothing was changed.',
    },
    you: 'You',
    name: 'Name',
    email: 'Email',
    signIn: 'Sign-in',
    password: 'Password',
    changePassword: 'Change password',
    setPassword: 'Set a password',
    browsers: 'Signed-in browsers',
    browsersHint: 'Signing a browser out does not end what applications may do for you; see below.',
    browserOn: (browser, system) => `${browser} on ${system}`,
    unknownBrowser: 'Unknown browser',
    thisBrowser: 'This browser',
    signedIn: 'Signed in',
    lastSeen: 'Last seen',
    address: 'Network address:',
    signOut: 'Sign out',
    signOutOthers: 'Sign out all other browsers',
    applications: 'Applications with access',
    noApplications: 'No application has access in your name.',
    removalHint: (minutes) =>
      `When you remove access, it cannot be renewed. What was handed out before can work for up to ${minutes} minutes more.`,
    unknownClient: 'An application that is no longer registered',
    actorTitle: (client, server) => `${client} may act for you at ${server}`,
    trusted: 'Part of Toolgraph: it needs no permission, and you can sign in again at any time.',
    identityOnly: 'It knows your name, and nothing else.',
    noScopes: 'No permissions yet.',
    since: { allowed: 'Allowed', trusted: 'Signed in', actor: 'Allowed' },
    lastUsed: 'Last used',
    notUsed: 'Not used yet',
    removeAccess: 'Remove access',
    signOutThere: 'Sign out there',
    activity: 'Recent activity',
    noActivity: 'Nothing yet.',
    activities: {
      'account.created': () => 'Account created',
      'password.reset': () => 'Password changed; everything else was signed out',
      'account.taken_over': ({ provider }) => `Account confirmed with ${provider}`,
      'identity.linked': ({ provider }) => `Sign-in with ${provider} added`,
      'sign_in.succeeded': ({ client, provider }) =>
        provider ? `Signed in with ${provider}, for ${client}` : `Signed in, for ${client}`,
      'sign_in.refused': ({ times }) =>
        times === 1 ? 'Sign-in refused' : `Sign-in refused ${times > MANY ? 'many' : times} times`,
      sign_out: () => 'Signed out',
      'session.ended': () => 'Signed out another browser',
      'sessions.ended': () => 'Signed out all other browsers',
      'consent.given': ({ client, server }) =>
        server ? `Allowed ${client} to use ${server}` : `Allowed ${client} to know your name`,
      'consent.denied': ({ client, server }) =>
        server
          ? `Did not allow ${client} to use ${server}`
          : `Did not allow ${client} to know your name`,
      'access.removed': ({ client, server }) =>
        server ? `Removed the access of ${client} to ${server}` : `Removed the access of ${client}`,
      'code.replayed': ({ client }) =>
        `A sign-in code of ${client} was used twice; its access was ended`,
      'refresh_token.reused': ({ client }) =>
        `An old token of ${client} was used again; its access was ended`,
      'token.revoked': ({ client }) => `${client} gave up its access`,
    },
  },
  ja: {
    title: 'アカウント',
    lead: 'あなたの名義で有効なものを確認し、終了できます。',
    statuses: {
      browser_ended: 'そのブラウザーをサインアウトしました。',
      others_ended: 'ほかのブラウザーをすべてサインアウトしました。',
      access_removed: 'アクセス権を取り消しました。',
      already_gone: 'すでに終了しています。変更はありません。',
    },
    you: 'あなたの情報',
    name: '名前',
    email: 'メールアドレス',
    signIn: 'サインイン方法',
    password: 'パスワード',
    changePassword: 'パスワードを変更',
    setPassword: 'パスワードを設定',
    browsers: 'サインイン中のブラウザー',
    browsersHint:
      'ブラウザーをサインアウトしても、アプリケーションのアクセス権は残ります。下で取り消せます。',
    browserOn: (browser, system) => `${browser}（${system}）`,
    unknownBrowser: '不明なブラウザー',
    thisBrowser: 'このブラウザー',
    signedIn: 'サインイン:',
    lastSeen: '最終利用:',
    address: 'ネットワークアドレス:',
    signOut: 'サインアウト',
    signOutOthers: 'ほかのブラウザーをすべてサインアウト',
    applications: 'アクセスできるアプリケーション',
    noApplications: 'アクセスできるアプリケーションはありません。',
    removalHint: (minutes) =>
      `取り消したアクセス権は更新されなくなります。すでに渡された分は、あと最大${minutes}分間有効な場合があります。`,
    unknownClient: '登録が終了したアプリケーション',
    actorTitle: (client, server) => `「${client}」はあなたに代わって「${server}」を利用できます`,
    trusted: 'Toolgraphの一部のため、許可は不要です。いつでも再びサインインできます。',
    identityOnly: 'あなたの名前だけが伝わっています。',
    noScopes: '権限はまだありません。',
    since: { allowed: '許可:', trusted: 'サインイン:', actor: '許可:' },
    lastUsed: '最終利用:',
    notUsed: '未使用',
    removeAccess: 'アクセス権を取り消す',
    signOutThere: 'サインアウト',
    activity: '最近の操作',
    noActivity: 'まだありません。',
    activities: {
      'account.created': () => 'アカウントを作成',
      'password.reset': () => 'パスワードを変更（ほかはすべてサインアウト）',
      'account.taken_over': ({ provider }) => `${provider}でアカウントを確認`,
      'identity.linked': ({ provider }) => `${provider}でのサインインを追加`,
      'sign_in.succeeded': ({ client, provider }) =>
        provider ? `${provider}でサインイン（${client}）` : `サインイン（${client}）`,
      'sign_in.refused': ({ times }) =>
        times === 1
          ? 'サインインを拒否'
          : `サインインを拒否（${times > MANY ? '多数' : `${times}回`}）`,
      sign_out: () => 'サインアウト',
      'session.ended': () => '別のブラウザーをサインアウト',
      'sessions.ended': () => 'ほかのブラウザーをすべてサインアウト',
      'consent.given': ({ client, server }) =>
        server ? `「${client}」に「${server}」の利用を許可` : `「${client}」に名前の利用を許可`,
      'consent.denied': ({ client, server }) =>
        server
          ? `「${client}」に「${server}」の利用を許可しなかった`
          : `「${client}」に名前の利用を許可しなかった`,
      'access.removed': ({ client, server }) =>
        server
          ? `「${client}」から「${server}」へのアクセス権を取り消し`
          : `「${client}」のアクセス権を取り消し`,
      'code.replayed': ({ client }) =>
        `「${client}」のサインイン用コードが2回使われたため、アクセス権を終了`,
      'refresh_token.reused': ({ client }) =>
        `「${client}」の古いトークンが再び使われたため、アクセス権を終了`,
      'token.revoked': ({ client }) => `「${client}」がアクセス権を返却`,
    },
  },
}
