import type { AccountFailure } from '../people/create-account.ts'
import type { SignInFailure } from '../people/sign-in.ts'
import type { LocalErrorCode } from '../authorization/errors.ts'
import { MIN_PASSWORD_LENGTH } from '../people/password.ts'

/** The languages of the pages. */
export type Locale = 'en' | 'ja'

/** Every language, as it calls itself. */
export const LOCALES = { en: 'English', ja: '日本語' } as const satisfies Record<Locale, string>

/** All that the pages say. */
export interface Messages {
  language: string
  signIn: {
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
  account: {
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
  consent: {
    title: (client: string, server: string) => string
    titleMore: (client: string, server: string) => string
    titleIdentity: (client: string) => string
    canSee: string
    canChange: string
    fresh: string
    known: (count: number) => string
    nothing: string
    identityOnly: string
    again: string
    who: string
    where: string
    returnsTo: string
    you: string
    knownClient: string
    confirmedClient: (host: string) => string
    unconfirmedClient: string
    thisComputer: (host: string) => string
    thisComputerWarning: string
    application: (scheme: string) => string
    otherAccount: string
    allow: string
    deny: string
  }
  home: {
    title: string
    about: string
    signedInAs: (name: string, email: string) => string
    signedOut: string
    signOut: string
  }
  errors: {
    title: string
    byCode: Record<LocalErrorCode, string>
    fault: string
    faultId: string
    goBack: string
  }
}

const en: Messages = {
  language: 'Language',
  signIn: {
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
  account: {
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
  consent: {
    title: (client, server) => `Allow ${client} to use ${server}?`,
    titleMore: (client, server) => `Allow ${client} to do more with ${server}?`,
    titleIdentity: (client) => `Sign in to ${client}?`,
    canSee: 'It can look things up',
    canChange: 'It can make changes',
    fresh: 'New',
    known: (count) => `Already allowed (${count})`,
    nothing: 'No permissions yet. It learns your name, and can ask for more later.',
    identityOnly: 'It learns your name, and nothing else.',
    again: 'You have allowed this before.',
    who: 'Application',
    where: 'Server',
    returnsTo: 'Returns to',
    you: 'You',
    knownClient: 'Known to Toolgraph',
    confirmedClient: (host) => `Confirmed: published by ${host}`,
    unconfirmedClient: 'The application chose this name; nobody has confirmed it',
    thisComputer: (host) => `${host} (this computer)`,
    thisComputerWarning:
      'The answer goes to a program on this computer. Allow it only if you started this yourself.',
    application: (scheme) => `the application that opens “${scheme}” links`,
    otherAccount: 'Use another account',
    allow: 'Allow',
    deny: 'Do not allow',
  },
  home: {
    title: 'Your sign-in',
    about:
      'Toolgraph uses this address to sign you in and to ask what applications may do for you.',
    signedInAs: (name, email) => `You are signed in as ${name} (${email}).`,
    signedOut: 'You are not signed in. Begin from the application that you want to use.',
    signOut: 'Sign out',
  },
  errors: {
    title: 'This did not work',
    byCode: {
      ERR_CLIENT_MISSING: 'The application did not say who it is.',
      ERR_CLIENT_UNKNOWN: 'This application is not registered here, or its registration has ended.',
      ERR_CLIENT_UNREADABLE:
        'The document that describes this application cannot be read or is not acceptable.',
      ERR_REDIRECT_UNREGISTERED:
        'The application asks to return to an address that it has not registered. Nothing was sent there.',
      ERR_PARAMETER_REPEATED: 'The application asked for the same thing twice.',
      ERR_REQUEST_UNKNOWN:
        'This request has been answered or has expired. Begin again from the application.',
      ERR_REQUEST_OF_ANOTHER_BROWSER:
        'This request was begun in another browser. Begin again from the application.',
      ERR_FORM_REFUSED: 'This form is too old or did not come from this page. Begin again.',
      ERR_NOT_FOUND: 'There is no such page.',
    },
    fault: 'Something went wrong on our side.',
    faultId: 'Reference',
    goBack: 'Go back to the application and try again.',
  },
}

const ja: Messages = {
  language: '言語',
  signIn: {
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
  account: {
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
  consent: {
    title: (client, server) => `「${client}」に「${server}」の利用を許可しますか？`,
    titleMore: (client, server) => `「${client}」に「${server}」の追加の権限を許可しますか？`,
    titleIdentity: (client) => `「${client}」にサインインしますか？`,
    canSee: '参照できること',
    canChange: '変更できること',
    fresh: '新規',
    known: (count) => `許可済み（${count}件）`,
    nothing: '権限はまだ求められていません。あなたの名前だけが伝わります。',
    identityOnly: 'あなたの名前だけが伝わります。',
    again: '以前に許可した内容です。',
    who: 'アプリケーション',
    where: 'サーバー',
    returnsTo: '戻り先',
    you: 'アカウント',
    knownClient: 'Toolgraphに登録済み',
    confirmedClient: (host) => `確認済み: ${host}が公開`,
    unconfirmedClient: 'アプリケーションが名乗っている名前です（未確認）',
    thisComputer: (host) => `${host}（このコンピューター）`,
    thisComputerWarning:
      '許可の結果は、このコンピューター上のプログラムに渡されます。ご自身で始めた操作の場合のみ許可してください。',
    application: (scheme) => `「${scheme}」リンクを開くアプリケーション`,
    otherAccount: '別のアカウントを使う',
    allow: '許可する',
    deny: '許可しない',
  },
  home: {
    title: 'サインイン状態',
    about:
      'Toolgraphは、サインインと、アプリケーションに許可する内容の確認に、このアドレスを使います。',
    signedInAs: (name, email) => `${name}（${email}）としてサインインしています。`,
    signedOut: 'サインインしていません。利用したいアプリケーションから始めてください。',
    signOut: 'サインアウト',
  },
  errors: {
    title: '処理できませんでした',
    byCode: {
      ERR_CLIENT_MISSING: 'アプリケーションが自身を示す情報を送っていません。',
      ERR_CLIENT_UNKNOWN: 'このアプリケーションは登録されていないか、登録の期限が切れています。',
      ERR_CLIENT_UNREADABLE: 'このアプリケーションの情報を読み込めないか、内容に問題があります。',
      ERR_REDIRECT_UNREGISTERED:
        'アプリケーションが、登録されていない戻り先を指定しました。そこへは何も送信していません。',
      ERR_PARAMETER_REPEATED: 'アプリケーションが同じ項目を二重に送りました。',
      ERR_REQUEST_UNKNOWN:
        'この手続きはすでに完了したか、時間切れです。アプリケーションからやり直してください。',
      ERR_REQUEST_OF_ANOTHER_BROWSER:
        'この手続きは別のブラウザーで始められました。アプリケーションからやり直してください。',
      ERR_FORM_REFUSED:
        'このフォームは古いか、このページから送信されていません。もう一度やり直してください。',
      ERR_NOT_FOUND: 'ページが見つかりません。',
    },
    fault: 'Toolgraphで問題が発生しました。',
    faultId: '照会番号',
    goBack: 'アプリケーションに戻って、もう一度お試しください。',
  },
}

const CATALOG: Record<Locale, Messages> = { en, ja }

/** What the pages say in a language. */
export function messagesFor(locale: Locale): Messages {
  return CATALOG[locale]
}
