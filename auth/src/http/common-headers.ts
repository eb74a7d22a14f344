import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

/** Sets what every answer of the issuer carries. */
export function setCommonHeaders(issuer: string): MiddlewareHandler {
  const isSecure = issuer.startsWith('https:')
  return async (c, next) => {
    await next()
    // Not `c.header()`: of an answer that stands it would make another, its body a stream.
    const { headers } = c.res
    headers.set('x-content-type-options', 'nosniff')
    // A form's POST carries its origin only where the referrer may go.
    headers.set('referrer-policy', 'same-origin')
    if (isSecure) headers.set('strict-transport-security', 'max-age=31536000')
  }
}

/** Lets applications in browsers call from anywhere, by GET and POST. For what knows no cookie. */
export function allowAnyOrigin(): MiddlewareHandler {
  const answerPreflight = cors({ origin: '*', allowMethods: ['GET', 'POST'], maxAge: 600 })
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') return answerPreflight(c, next)
    await next()
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', 'retry-after, www-authenticate')
  }
}
