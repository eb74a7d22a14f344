import { describe, expect, it } from 'vitest'
import { bigrams, MAX_WORD_CHARS, replaceWords, tokenize } from './tokenize.ts'

const words = (text: string) => tokenize(text).map(({ word }) => word)
const stems = (text: string) => tokenize(text).map(({ stem }) => stem)

describe('tokenize()', () => {
  it.each([
    ['list_rooms', ['list', 'rooms']],
    ['create-booking', ['create', 'booking']],
    ['com.example/weather.v2', ['com', 'example', 'weather', 'v2']],
    ['', []],
    ['!!! — 🎬 ️', []],
    ['Café  CRÈME', ['cafe', 'creme']],
    ['ＦＵＬＬ　ｗｉｄｔｈ', ['full', 'width']],
    ['the user’s room', ['the', 'user', 'room']],
  ])('cuts %j into words', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('keeps a camel-case word whole and knows its parts', () => {
    expect(tokenize('GitHub createRoom parseHTTPRequest')).toEqual([
      { word: 'github', stem: 'github', parts: ['git', 'hub'] },
      { word: 'createroom', stem: 'createroom', parts: ['creat', 'room'] },
      { word: 'parsehttprequest', stem: 'parsehttprequest', parts: ['pars', 'http', 'request'] },
    ])
  })

  it.each([
    ['会議室を予約したい', ['会議', '室', 'を', '予約']],
    ['Slackにメッセージを投稿', ['slack', 'に', 'メッセージ', 'を', '投稿']],
    ['ﾃﾞｰﾀベースの検索', ['データベース', 'の', '検索']],
  ])('cuts Japanese by its dictionary: %s', (text, expected) => {
    expect(words(text).slice(0, expected.length)).toEqual(expected)
  })

  it('cuts other scripts written without spaces', () => {
    expect(words('สวัสดีชาวโลก').length).toBeGreaterThan(1)
    expect(words('한국어 서버')).toEqual(['한국어', '서버'])
  })

  it.each([
    ['booking booked books book', 'book'],
    ['query queries queried querying', 'queri'],
    ['scrape scraping scraped scrapes', 'scrap'],
    ['translate translating translation translations', 'translat'],
    ['deploy deploying deployment deployments', 'deploy'],
    ['plan planning planned plans', 'plan'],
    ['search searches searching searched', 'search'],
    ['address addresses', 'address'],
  ])('brings the forms of one word together: %s', (text, stem) => {
    expect(new Set(stems(text))).toEqual(new Set([stem]))
  })

  it.each(['status', 'news', 'sms', 'aws', 'is', 'ring', 'string', 'red'])(
    'does not cut %s down to nothing',
    (word) => {
      expect(stems(word)[0]?.length).toBeGreaterThan(1)
    },
  )

  it('cuts words that are longer than any word', () => {
    expect(words('a'.repeat(10_000))[0]).toHaveLength(MAX_WORD_CHARS)
  })
})

describe('bigrams()', () => {
  it('gives the pairs in runs of kanji and of katakana, and none across them', () => {
    expect(bigrams('会議室のデータ管理 rooms')).toEqual(['会議', '議室', 'デー', 'ータ', '管理'])
  })
})

describe('replaceWords()', () => {
  it.each([
    ['roming roming', 'roaming roaming'],
    ['roming groming roming2 GitHub', 'roaming groming roming2 GitHub'],
    ['Roming, ｒｏｍｉｎｇ and 会議roming', 'roaming, roaming and 会議roaming'],
    ['roming botes', 'roaming notes'],
  ])('replaces in "%s" whole words only: "%s"', (text, expected) => {
    const words = new Map(Object.entries({ roming: 'roaming', botes: 'notes', notes: 'nodes' }))
    expect(replaceWords(text, words)).toBe(expected)
  })
})
