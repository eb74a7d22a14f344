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
  untilEnded: (actor: string) => string
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
    untilEnded: (actor) =>
      `Only while you use ${actor}; you can end it in your account at any time`,
    done: 'Access allowed',
    goBack: 'Go back to what you were doing and try it again.',
    denied: 'Nothing was allowed',
    deniedHint: 'You can close this page.',
  },
  ja: {
    title: (actor, server) =>
      `「${actor}」があなたに代わって「${server}」を利用することを許可しますか？`,
    titleMore: (actor, server) =>
      `「${actor}」があなたに代わって「${server}」で行えることを増やしますか？`,
    lead: (actor, server) =>
      `許可すると、「${actor}」の利用中に、あなたの名義で「${server}」が使われます。`,
    nothing:
      '権限はまだ求められていません。サーバーにはあなたが誰であるかだけが伝わります。権限は後から求められることがあります。',
    who: '代行するサービス',
    where: 'サーバー',
    howLong: '期間',
    untilEnded: (actor) =>
      `「${actor}」を利用している間に限ります。アカウントのページからいつでも取り消せます。`,
    done: '許可しました',
    goBack: '元の画面に戻り、操作をもう一度お試しください。',
    denied: '許可しませんでした',
    deniedHint: 'このページは閉じてかまいません。',
  },
}
