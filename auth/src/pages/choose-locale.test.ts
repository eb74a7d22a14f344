import { expect, it } from 'vitest'
import { chooseLocale } from './choose-locale.ts'

it.each([
  [{}, 'en'],
  [{ acceptLanguage: 'ja' }, 'ja'],
  [{ acceptLanguage: 'fr,ja-JP;q=0.9,en;q=0.8' }, 'ja'],
  [{ acceptLanguage: 'ja;q=0.2, en-GB;q=0.9' }, 'en'],
  [{ acceptLanguage: 'ja;q=0, en' }, 'en'],
  [{ acceptLanguage: 'constructor, __proto__' }, 'en'],
  [{ acceptLanguage: 'en', uiLocales: 'fr ja' }, 'ja'],
  [{ acceptLanguage: 'en', uiLocales: 'ja', chosen: 'en' }, 'en'],
  [{ chosen: 'tlh', acceptLanguage: 'ja' }, 'ja'],
] as const)('chooses from %j: %s', (wishes, locale) => {
  expect(chooseLocale(wishes)).toBe(locale)
})
