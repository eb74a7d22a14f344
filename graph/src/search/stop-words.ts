/**
 * Words that say nothing about what is looked for: English function words, what people write around a wish, and the
 * words that every server here has.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and any are as at be been but by can could do does for from get had has have how i if in into is it its let
  like me my need of on or our please should show so some something that the their them then there these they this
  those to up us use used using via want was we were what when where which who will with would you your
  mcp server servers
  から まで より など ため こと もの する します した して し せる たい ます ください です だ
  ある いる なる できる でき 私 わたし 欲しい ほしい よう 何 サーバー サーバ`.split(/\s+/),
)

/** Tells whether a word, in lower case, carries no meaning for a search. A lone kana is a particle, an ending, or a splinter. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word) || /^[\p{scx=Hiragana}\p{scx=Katakana}]$/u.test(word)
}

/** Words that people write around a wish, and that tools have too: they say something, but little. */
const CHAT_WORDS: ReadonlySet<string> = new Set(
  `action advice answer available based best better change compare complete content current currently data day days
  detail details different each easy every example examples explain few file following general give given good great
  help home include including increase information item items just know last latest like list look main major make
  name new news now number one only other people person please plan possible potential project provide question
  recent recently recommend recommendation recommendations related result results save set simple some specific
  start suggest take team tell thing things three time title today together top two type understand use user view way
  well work world write year yesterday すぐ もっと 教え 調べ 見せ 今日 最近 最新 お願い 使っ 全部 情報`.split(
    /\s+/,
  ),
)

/** Tells whether a word says little about a wish of many words. */
export function isChatWord(word: string, stem: string): boolean {
  return CHAT_WORDS.has(word) || CHAT_WORDS.has(stem)
}
