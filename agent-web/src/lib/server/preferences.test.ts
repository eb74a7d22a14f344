import { describe, expect, it } from 'vitest'

import { parseTheme, preferredLocale } from './preferences.ts'

describe('preferredLocale()', () => {
  it.each([
    ['ja', 'en-US,en;q=0.9', 'ja'],
    [undefined, 'ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    [undefined, 'fr, en;q=0.5, ja;q=0.9', 'ja'],
    [undefined, 'de-DE', 'en'],
    [undefined, 'ja;q=0, en', 'en'],
    [undefined, null, 'en'],
    ['xx', 'ja', 'ja'],
  ])('for the choice %j and the languages %j is %j', (chosen, languages, locale) => {
    expect(preferredLocale(chosen, languages)).toBe(locale)
  })
})

describe('parseTheme()', () => {
  it('takes what it does not know for the system theme', () => {
    expect([parseTheme('dark'), parseTheme('pink'), parseTheme(undefined)]).toEqual([
      'dark',
      'system',
      'system',
    ])
  })
})
