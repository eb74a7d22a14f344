import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => {
  const { session, locale, theme } = locals
  return {
    viewer: session ? { subject: session.subject, name: session.name || session.subject } : null,
    locale,
    theme,
  }
}
