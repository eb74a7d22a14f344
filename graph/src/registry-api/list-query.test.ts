import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseListCursor, toListCursor } from './list-cursor.ts'
import { parseListQuery } from './list-query.ts'

const text = fc.string({ maxLength: 30, unit: 'grapheme' }).filter((value) => value.isWellFormed())
const maybe = <value>(of: fc.Arbitrary<value>) => fc.option(of, { nil: undefined })
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

const cursor = fc.record({
  after: fc.record({ name: text, version: text }),
  filter: fc.record({
    search: maybe(text),
    version: maybe(text),
    updatedSince: maybe(moment),
    includeDeleted: fc.boolean(),
  }),
})

const parse = (query: string) => parseListQuery(new URLSearchParams(query))

describe('a cursor', () => {
  it('comes back as it was, and stands in an address as it is', () => {
    fc.assert(
      fc.property(cursor, (value) => {
        const written = toListCursor(value)
        expect(encodeURIComponent(written)).toBe(written)
        expect(parseListCursor(written)).toEqual(value)
      }),
    )
  })

  it('is none where it is anything else', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parseListCursor(value)).toBeUndefined()
      }),
    )
    expect(parseListCursor(btoa('{"n":1}'))).toBeUndefined()
  })

  it('carries what its reader leaves out, and gives way to what the reader says', () => {
    const updatedSince = '2026-01-01T00:00:00.000Z'
    const filter = { search: 'mail', version: 'latest', updatedSince, includeDeleted: true }
    const after = { name: 'com.example/a', version: '1.0.0' }
    const at = toListCursor({ after, filter })
    expect(parse(`cursor=${at}`)).toMatchObject({ ...filter, after, limit: 30 })
    expect(parse(`cursor=${at}&search=chat&limit=5`)).toMatchObject({
      ...filter,
      search: 'chat',
      after,
      limit: 5,
    })
  })
})

describe('a moment', () => {
  it.each([
    ['2026-08-07T13:15:04Z', '2026-08-07T13:15:04.000Z'],
    ['2026-08-07T13:15:04.123456Z', '2026-08-07T13:15:04.123Z'],
    ['2026-08-07T13:15:04+09:00', '2026-08-07T04:15:04.000Z'],
    ['2026-08-07t13:15:04z', '2026-08-07T13:15:04.000Z'],
  ])('%s is understood, with its plus encoded or not', (given, expected) => {
    expect(parse(`updated_since=${given}`).updatedSince).toBe(expected)
    expect(parse(`updated_since=${encodeURIComponent(given)}`).updatedSince).toBe(expected)
    expect(parse(`updated_since=${given}`).includeDeleted).toBe(true)
  })

  it.each(['2026-08-07', '1723036504', '2026-08-07 13:15', '2026-02-31T25:00:00Z'])(
    '%s is refused',
    (given) => {
      expect(() => parse(`updated_since=${given}`)).toThrow('RFC 3339')
    },
  )
})
