import { fail, ok, type Result } from '@toolgraph/errors'

/** Why a redirect URI is not registered. */
export type RedirectUriFailure =
  'malformed' | 'fragment' | 'credentials' | 'http_not_loopback' | 'scheme_forbidden'

const MAX_REDIRECT_URI_LENGTH = 2048

/** Schemes of desktop applications that are in wide use although they are no reverse domain name. */
const APPLICATION_SCHEMES = ['cursor', 'vscode', 'vscode-insiders', 'windsurf', 'zed', 'claude']

/**
 * Checks a redirect URI that a client wants to register: https, http on a loopback address, or a
 * private-use scheme in reverse domain order (RFC 8252 §7). Pure.
 */
export function checkRedirectUri(uri: string): Result<URL, RedirectUriFailure> {
  // The URL parser forgives spaces, backslashes and missing slashes; a redirect must not depend on that.
  if (!/^[a-z][a-z0-9+.-]*:\/{0,2}[\x21-\x5b\x5d-\x7e]+$/i.test(uri)) return fail('malformed')
  if (uri.length > MAX_REDIRECT_URI_LENGTH) return fail('malformed')

  const url = URL.parse(uri)
  if (!url) return fail('malformed')
  if (uri.includes('#')) return fail('fragment')
  if (url.username || url.password) return fail('credentials')
  if (url.protocol === 'https:' || url.protocol === 'http:') return checkWebUri(uri, url)

  const scheme = url.protocol.slice(0, -1)
  const isApplication = scheme.includes('.') || APPLICATION_SCHEMES.includes(scheme)
  return isApplication ? ok(url) : fail('scheme_forbidden')
}

function checkWebUri(uri: string, url: URL): Result<URL, RedirectUriFailure> {
  // `https:evil.example` is an address for a browser, and a different one for a reader.
  if (!/^https?:\/\/[^/]/i.test(uri)) return fail('malformed')
  if (url.protocol === 'http:' && !isLoopback(url)) return fail('http_not_loopback')

  return ok(url)
}

/** Says whether a URL is one of this very machine (RFC 8252 §7.3, and `localhost`, which clients use). */
export function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

/**
 * Says whether a redirect is one of the registered: the very same string, or, for http on loopback, the
 * same but for the port (RFC 8252 §7.3). Pure.
 */
export function isRegisteredRedirect(registered: readonly string[], uri: string): boolean {
  if (registered.includes(uri)) return true

  const asked = checkRedirectUri(uri)
  if (!asked.ok || asked.value.protocol !== 'http:') return false
  return registered.some((one) => isSameButPort(URL.parse(one), asked.value, one, uri))
}

function isSameButPort(a: URL | null, b: URL, rawA: string, rawB: string): boolean {
  if (!a || a.protocol !== 'http:' || !isLoopback(a) || a.hostname !== b.hostname) return false
  return withoutPort(rawA) === withoutPort(rawB)
}

/** Cuts the port out of the text itself, so that nothing else is normalized away. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:\[[^\]]*\]|[^/?:]*))(?::\d*)?/i, '$1')
}
