import type { Hono } from 'hono'
import { chooseLocale } from '../pages/choose-locale.ts'
import { homePage } from '../pages/plain-pages.ts'
import { FAVICON_SVG, STYLESHEET } from '../pages/stylesheet.ts'
import type { Services } from '../services.ts'
import { findSession } from './find-session.ts'
import { toPageResponse } from './page-response.ts'
import { sessionCsrf } from './session-form.ts'

const ASSET_FRESH = 'public, max-age=600'

/** The front page, and what the pages are made of. */
export function addHomeRoutes(app: Hono, services: Services): void {
  app.get('/', async (c) => {
    const session = await findSession(services, c.req.raw)
    const locale = chooseLocale({
      chosen: c.req.query('lang'),
      acceptLanguage: c.req.header('accept-language'),
    })
    const csrf = session ? await sessionCsrf(services, session) : ''
    return toPageResponse(
      homePage({
        locale,
        inLanguage: (language) => `/?lang=${language}`,
        markUrl: services.webUrl,
        person: session?.person,
        fields: { csrf, lang: locale },
      }),
    )
  })

  app.get('/style.css', (c) =>
    c.body(STYLESHEET, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': ASSET_FRESH,
    }),
  )
  app.get('/favicon.svg', (c) =>
    c.body(FAVICON_SVG, 200, { 'content-type': 'image/svg+xml', 'cache-control': ASSET_FRESH }),
  )
}
