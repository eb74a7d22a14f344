import type { Locale } from './locale.ts'

/** The page that asks whether a server may act for the person at another one, and the pages that end it. */
export interface DelegationMessages {
  title: (actor: string, server: string) => string
  titleMore: (actor: string, server: string) => string
  lead: (actor: string, server: string) => string
  nothing: string
  who: string
  where: string
  howLong: string
  untilWithdrawn: string
  done: string
  goBack: string
  denied: string
  deniedHint: string
}

/** The page that asks whether a server may act for the person at another one, and the pages that end it. */
export const delegationMessages: Record<Locale, DelegationMessages> = {
  en: {
    title: (actor, server) => `Allow ${actor} to act for you at ${server}?`,
    titleMore: (actor, server) => `Allow ${actor} to do more for you at ${server}?`,
    lead: (actor, server) => `While you use ${actor}, it can then use ${server} in your name.`,
    nothing: 'No permissions yet. It shows the server who you are, and can ask for more later.',
    who: 'Who acts',
    where: 'Where',
    howLong: 'How long',
    untilWithdrawn: 'Until you remove it from your account; and only while you use it',
    done: 'Done',
    goBack: 'Go back and try again.',
    denied: 'Nothing was allowed',
    deniedHint: 'You can close this page.',
  },
  ja: {
    title: (actor, server) =>
      `「${actor}」があなたに代わって「${server}」を利用することを許可しますか？`,
    titleMore: (actor, server) =>
      `「${actor}」があなたに代わって「${server}」で行えることを増やしますか？`,
    lead: (actor, server) =>
      `許可すると、「${actor}」をご利用の間、「${actor}」があなたの名義で「${server}」を利用できます。`,
    nothing:
      '権限はまだ求められていません。あなたが誰であるかだけがサーバーに伝わり、権限は後から求められることがあります。',
    who: '代わりに利用するサービス',
    where: '利用先のサーバー',
    howLong: '有効な期間',
    untilWithdrawn: 'アカウントのページで取り消すまで（ご利用の間に限ります）',
    done: '完了しました',
    goBack: '元の画面に戻って、もう一度お試しください。',
    denied: '何も許可されませんでした',
    deniedHint: 'このページは閉じてかまいません。',
  },
}
