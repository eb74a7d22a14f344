import type { Cookies } from '@sveltejs/kit'

import type { Theme } from '#lib/view.ts'

/** Also set by the language switch in the browser (`paraglide.config.ts`). */
export const LOCALE_COOKIE = 'toolgraph-web-locale'
export const THEME_COOKIE = 'toolgraph-web-theme'

const LOCALES = ['en', 'ja'] as const
const THEMES = ['system', 'light', 'dark'] as const
const PREFERENCE_LIFE_S = 400 * 24 * 3600

/** A language of this application. */
export type Locale = (typeof LOCALES)[number]

/** Reads a language; `undefined` for any that we do not speak. */
export function parseLocale(text: unknown): Locale | undefined {
  return LOCALES.find((locale) => locale === text)
}

/** Reads a theme; `system` for anything else. */
export function parseTheme(text: unknown): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system'
}

/** Remembers a preference: no secret, and the browser's own scripts may read it. */
export function setPreference(cookies: Cookies, name: string, value: string): void {
  cookies.set(name, value, {
    path: '/',
    httpOnly: false,
    sameSite: 'lax',
    secure: false,
    maxAge: PREFERENCE_LIFE_S,
  })
}

/**
 * The language that a person would rather read: the one they chose, else the first that their browser
 * names and we speak (RFC 9110 §12.5.4).
 */
export function preferredLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const named = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag, weight: weight ? Number(weight.trim().slice(2)) : 1 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => parseLocale(tag.toLowerCase().split('-')[0]))
    .find((locale) => locale !== undefined)
  return parseLocale(chosen) ?? named ?? 'en'
}
