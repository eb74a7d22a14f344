import { LOCALES, type Locale } from './messages.ts'

/** Where a wish for a language may stand, strongest first. */
export interface LocaleWishes {
  /** The switch on the page. */
  chosen?: string | undefined
  /** What the client suggests (OpenID Connect Core §3.1.2.1). */
  uiLocales?: string | undefined
  /** What the browser accepts (RFC 9110 §12.5.4). */
  acceptLanguage?: string | undefined
}

/** Chooses the language of a page. Pure. */
export function chooseLocale({ chosen, uiLocales, acceptLanguage }: LocaleWishes): Locale {
  const accepted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)

  const wishes = [chosen ?? '', ...(uiLocales ?? '').split(' '), ...accepted]
  return wishes.map(toLocale).find((locale) => locale !== undefined) ?? 'en'
}

function toLocale(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0] ?? ''
  return isLocale(language) ? language : undefined
}

function isLocale(text: string): text is Locale {
  return Object.hasOwn(LOCALES, text)
}
