import { describe, expect, it } from 'vitest'
import { MAX_FILTER_VALUES, parseCursor, toCursor, type Cursor } from './cursor.ts'
import { parseWish } from './wish.ts'

const ID = '0198c0de-0000-7000-8000-000000000001'

const ranked: Cursor = {
  kind: 'server',
  text: '会議室 & rooms',
  filter: { categories: ['productivity', 'travel'], auth: false, region: 'jp' },
  ranked: { block: 1, at: 17, id: ID, corrections: { roms: 'rooms' } },
}
const browse: Cursor = {
  kind: 'server',
  text: '',
  filter: {},
  browse: { working: 1, linkCount: 3, curated: 0, publishedAt: '2025-09-28T19:13:44.307Z', id: ID },
}

const invalid = expect.objectContaining({ code: 'ERR_CURSOR_INVALID' })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** Each makes the text longer in which the next one is looked for. */
const growing = Object.fromEntries([4, 5].map((size) => ['a'.repeat(size), 'a'.repeat(64)]))
const many = Object.fromEntries(
  ['rooom', 'boook', 'tabel', 'chiar', 'deskk', 'lampp'].map((word) => [word, word.slice(1)]),
)

describe('a cursor', () => {
  it.each([ranked, browse])('comes back as it went', (cursor) => {
    expect(parseCursor(toCursor(cursor))).toEqual(cursor)
  })

  it('stands in an address without encoding', () => {
    const text = toCursor({ ...ranked, text: '?>~ÿ🎬'.repeat(9) })
    expect(encodeURIComponent(text)).toBe(text)
  })

  it.each([
    ['nonsense', 'abc'],
    ['nothing in it', encode({})],
    ['no JSON', 'AAAA'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]).toString('base64url')],
    ['signs that do not belong there', `${toCursor(ranked)}=`],
    ['a version to come', encode({ v: 3, k: 'server', q: '', f: {} })],
    ['no position', encode({ v: 2, k: 'server', q: 'x', f: {} })],
    ['a position that is no id', encode({ v: 2, k: 'server', q: 'x', f: {}, r: [0, 1, 'x', {}] })],
    [
      'corrections that make a wish grow',
      encode({ v: 2, k: 'server', q: 'aaaa'.repeat(250), f: {}, r: [0, 1, ID, growing] }),
    ],
    [
      'more corrections than there are',
      encode({ v: 2, k: 'server', q: 'x', f: {}, r: [0, 1, ID, many] }),
    ],
    ['a block out of reach', encode({ v: 2, k: 'server', q: 'x', f: {}, r: [-1, 1, ID, {}] })],
    ['more than a cursor holds', 'A'.repeat(100_000)],
  ])('with %s is refused', (_, text) => {
    expect(() => parseCursor(text)).toThrow(invalid)
  })
})

describe('parseWish()', () => {
  const after = toCursor(ranked)

  it('takes as many values in a list of the filter as a cursor holds', () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => `tag-${at}`)
    const filter = { tags: values(MAX_FILTER_VALUES) }
    expect(parseCursor(toCursor({ ...ranked, filter })).filter.tags).toHaveLength(MAX_FILTER_VALUES)
    for (const list of ['categories', 'tags', 'health'])
      expect(() =>
        parseWish('server', { filter: { [list]: values(MAX_FILTER_VALUES + 1) } }),
      ).toThrow(expect.objectContaining({ code: 'ERR_FILTER_TOO_LONG' }))
  })

  it('takes query and filter from the cursor when they are left out', () => {
    expect(parseWish('server', { after })).toMatchObject({
      query: { text: ranked.text },
      filter: ranked.filter,
    })
  })

  it('accepts the same query and filter beside the cursor, in any order', () => {
    const filter = { region: 'jp', auth: false, categories: ['travel', 'productivity', 'travel'] }
    expect(parseWish('server', { text: ` ${ranked.text} `, filter, after }).filter).toEqual(
      ranked.filter,
    )
  })

  it.each([
    ['query', { text: 'other', after }],
    ['filter', { text: ranked.text, filter: { auth: true }, after }],
  ])('refuses the cursor of another %s', (_, wish) => {
    expect(() => parseWish('server', wish)).toThrow(invalid)
  })

  it('refuses the cursor of another kind of search', () => {
    expect(() => parseWish('tool', { after })).toThrow(invalid)
  })

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses a page of %d', (limit) => {
    expect(() => parseWish('server', { limit })).toThrow(
      expect.objectContaining({ code: 'ERR_PAGE_SIZE_INVALID' }),
    )
  })
})
