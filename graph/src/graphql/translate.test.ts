import { describe, expect, it } from 'vitest'
import { translate } from './translate.ts'

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
