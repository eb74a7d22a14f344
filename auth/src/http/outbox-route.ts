import type { Hono } from 'hono'
import { isLoopback } from '../clients/redirect-uri.ts'
import { OUTBOX_PATH } from '../mail/mailer.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import { outboxPage } from '../pages/outbox-page.ts'
import type { Services } from '../services.ts'
import { toPageResponse } from './page-response.ts'

/** Shows the mail of a development machine; everywhere else there is no such page. */
export function addOutboxRoute(app: Hono, { outbox }: Services): void {
  if (!outbox) return

  app.get(OUTBOX_PATH, async (c) => {
    // A name of somebody else's that leads to this machine reads no codes (DNS rebinding).
    if (!isLoopback(new URL(c.req.url))) return c.notFound()
    const locale = chooseLocale({
      chosen: c.req.query('lang'),
      acceptLanguage: c.req.header('accept-language'),
    })
    const page = outboxPage({
      locale,
      inLanguage: (language) => `${OUTBOX_PATH}?lang=${language}`,
      mail: await outbox.list(),
    })
    return toPageResponse(page)
  })
}
