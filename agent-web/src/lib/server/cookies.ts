import type { Cookies } from '@sveltejs/kit'

/** The cookies that only the server reads. */
export interface SecretCookies {
  /** The signed-in browser. */
  session: string
  /** The browser itself: binds what comes back from an authorization server to who began it. */
  browser: string
  /** Somebody signed out in this browser: the next sign-in asks who it is. */
  signedOut: string
}

/**
 * Their names. On https the prefix makes the browser refuse them from another host or path; on http
 * (loopback) they only keep clear of the neighbours on other ports.
 *
 * @param webUrl The public address of agent-web
 */
export function secretCookieNames(webUrl: string): SecretCookies {
  const prefix = isSecure(webUrl) ? '__Host-toolgraph-web' : 'toolgraph-web'
  return {
    session: `${prefix}-session`,
    browser: `${prefix}-browser`,
    signedOut: `${prefix}-signed-out`,
  }
}

/** Sets a cookie that scripts cannot read and other sites do not send along, except when they lead here. */
export function setSecretCookie(
  cookies: Cookies,
  {
    name,
    value,
    webUrl,
    maxAgeMs,
  }: { name: string; value: string; webUrl: string; maxAgeMs: number },
): void {
  cookies.set(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(webUrl),
    maxAge: Math.floor(maxAgeMs / 1000),
  })
}

/** Forgets it. */
export function deleteSecretCookie(cookies: Cookies, name: string, webUrl: string): void {
  cookies.delete(name, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(webUrl) })
}

function isSecure(webUrl: string): boolean {
  return webUrl.startsWith('https:')
}
