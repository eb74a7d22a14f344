import { fail, redirect } from '@sveltejs/kit'

import { localizeHref } from '#lib/paraglide/runtime.js'
import {
  LOCALE_COOKIE,
  parseLocale,
  parseTheme,
  setPreference,
  THEME_COOKIE,
} from '#lib/server/preferences.ts'
import { toReturnPath } from '#lib/server/return-path.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => ({
  accountUrl: `${locals.web.accountUrl}?lang=${locals.locale}`,
})

/** Both work without scripts, and lead back to `return`. */
export const actions: Actions = {
  theme: async ({ request, cookies, locals }) => {
    const form = await request.formData()
    setPreference(cookies, THEME_COOKIE, parseTheme(form.get('theme')))
    redirect(303, returnOf(form, locals.web.url, localizeHref('/settings')))
  },

  language: async ({ request, cookies, locals }) => {
    const form = await request.formData()
    const locale = parseLocale(form.get('locale'))
    if (!locale) return fail(400, { problem: 'input_invalid' as const })
    setPreference(cookies, LOCALE_COOKIE, locale)
    redirect(303, localizeHref(returnOf(form, locals.web.url, '/settings'), { locale }))
  },
}

function returnOf(form: FormData, webUrl: string, otherwise: string): string {
  const given = form.get('return')
  return typeof given === 'string' && given ? toReturnPath(given, webUrl) : otherwise
}
