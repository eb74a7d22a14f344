import type { Hono } from 'hono'
import { LocalError } from '../authorization/errors.ts'
import { LOGOS_PATH } from '../clients/client-logo.ts'
import type { Services } from '../services.ts'

/** The logos of applications. What stands at one address never changes. */
export function addLogoRoute(app: Hono, { clientSources }: Services): void {
  app.get(`${LOGOS_PATH}/:id{[0-9a-f]{64}}`, async (c) => {
    const logo = await clientSources.logos.find(c.req.param('id'))
    if (!logo) throw new LocalError('ERR_NOT_FOUND', 'Cannot find the logo')
    return c.body(logo.bytes, 200, {
      'content-type': logo.type,
      // It is a stranger's content: opened by itself it may do nothing at all.
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })
}
