import type { Hono } from 'hono'
import { claimDeparture } from '../federation/departure.ts'
import { ARRIVAL } from '../issuer/flow.ts'
import { sha256Hex } from '../keys/digest.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import type { Services } from '../services.ts'
import { toOnwardResponse } from './onward-response.ts'
import { runStep } from './step-routes.ts'

/** Where providers send people back to: one address for each, as it is registered there. */
export function addFederationRoutes(app: Hono, services: Services): void {
  const { cookies, federation } = services

  app.get('/federated/:provider/callback', async (c) => {
    const answer = new URL(c.req.url).searchParams
    const departure = await claimDeparture(federation, {
      state: answer.get('state') ?? '',
      provider: c.req.param('provider'),
      browser: await sha256Hex(cookies.browser.read(c.req.raw) ?? ''),
    })
    const response = await runStep(services, ARRIVAL, {
      raw: c.req.raw,
      bindings: c.env,
      parameters: { request: departure.requestId, lang: departure.locale },
      arrival: { departure, answer },
    })
    const url = response.headers.get('location')
    if (url === null) return response
    const locale = chooseLocale({ chosen: departure.locale })
    return toOnwardResponse({ locale, place: 'Toolgraph', url }, response.headers.getSetCookie())
  })
}
