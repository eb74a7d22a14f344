import type { Locale } from './locale.ts'

/** The consent page. */
export interface ConsentMessages {
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

/** The consent page. */
export const consentMessages: Record<Locale, ConsentMessages> = {
  en: {
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
  ja: {
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
}
