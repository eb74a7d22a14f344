import { m } from '#lib/paraglide/messages.js'
import type { Theme } from '#lib/view.ts'

/** In the order in which the control goes through them. */
export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[]

const WORDS = { system: m.theme_system, light: m.theme_light, dark: m.theme_dark }

/** Says a theme in the reader's language. */
export function themeText(theme: Theme): string {
  return WORDS[theme]()
}
