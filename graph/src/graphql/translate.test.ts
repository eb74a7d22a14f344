import { describe, expect, it } from 'vitest'
import { translate, translateFields } from './translate.ts'

const translations = { ja: { title: '部屋', description: '部屋を予約' }, de: {} }

describe('translate()', () => {
  it.each([
    ['ja', '部屋'],
    ['ja-JP', '部屋'],
    ['JA', '部屋'],
    ['de', undefined],
    ['en', undefined],
    ['__proto__', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j → %j', (locale, title) => {
    expect(translate(translations, 'title', locale)).toBe(title)
  })

  it('leaves what is no translation alone', () => {
    expect(translate('nonsense', 'title', 'ja')).toBeUndefined()
    expect(translate({ ja: 'nonsense' }, 'title', 'ja')).toBeUndefined()
  })
})

describe('translateFields()', () => {
  const fields = { room: { title: '部屋', options: { a: '会議室A' } }, 'guests.name': {} }

  it.each([
    ['ja', fields],
    ['ja-JP', fields],
    ['en', undefined],
    ['__proto__', undefined],
    [null, undefined],
  ])('%j → %j', (locale, found) => {
    expect(translateFields({ ja: { title: '予約', fields } }, locale)).toEqual(found)
  })

  it.each([
    'nonsense',
    { ja: 'nonsense' },
    { ja: { fields: ['nonsense'] } },
    { ja: { fields: { room: { title: 3 } } } },
  ])('finds none in %j', (written) => {
    expect(translateFields(written, 'ja')).toBeUndefined()
  })
})
