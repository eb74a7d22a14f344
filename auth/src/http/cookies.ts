import { parse, serialize } from 'hono/utils/cookie'

/** The cookies of this issuer. Their names carry the service, as cookies reach every port of a host. */
export interface Cookies {
  /** Names the browser, so that a request can only be answered where it was begun. */
  browser: Cookie
  /** Says that somebody is signed in. */
  session: Cookie
}

/** One cookie: read from a request, written to a response. */
export interface Cookie {
  read(request: Request): string | undefined
  /** The value of `Set-Cookie`. */
  write(value: string, maxAgeSeconds: number): string
  remove(): string
}

/** Makes the cookies; on https with the prefix that binds them to this host alone (RFC 6265bis §4.1.3). */
export function createCookies(issuer: string): Cookies {
  const isSecure = issuer.startsWith('https:')
  const prefix = isSecure ? '__Host-toolgraph-auth-' : 'toolgraph-auth-'
  return {
    browser: createCookie(`${prefix}browser`, isSecure),
    session: createCookie(`${prefix}session`, isSecure),
  }
}

function createCookie(name: string, secure: boolean): Cookie {
  const write = (value: string, maxAge: number) =>
    // Lax: a client's redirect to us is a navigation from another site, and must find the session.
    serialize(name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge })
  return {
    read: (request) => parse(request.headers.get('cookie') ?? '', name)[name],
    write,
    remove: () => write('', 0),
  }
}
