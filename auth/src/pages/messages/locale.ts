/** The languages of the pages. */
export type Locale = 'en' | 'ja'

/** Every language, as it calls itself. */
export const LOCALES = { en: 'English', ja: '日本語' } as const satisfies Record<Locale, string>
