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

/** Tells whether a word, in lower case, carries no meaning for a search. A lone hiragana is a particle or an ending. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word) || /^\p{Script=Hiragana}$/u.test(word)
}
