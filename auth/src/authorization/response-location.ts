import type { AuthorizationError } from './errors.ts'

/** Where an answer goes. */
export interface ResponseTarget {
  redirectUri: string
  state?: string
  issuer: string
}

/** The address that hands a code to the client, with `iss` (RFC 9207). Pure. */
export function codeLocation(target: ResponseTarget, code: string): string {
  return withParameters(target, { code })
}

/** The address that tells the client what went wrong, with `iss` (RFC 9207). Pure. */
export function errorLocation(target: ResponseTarget, error: AuthorizationError): string {
  return withParameters(target, { error: error.code, error_description: error.message })
}

/**
 * The address of a page of our own that a request ends at, in the person's language. It is told one thing:
 * that they said no. Pure.
 */
export function pageLocation(
  { redirectUri }: Pick<ResponseTarget, 'redirectUri'>,
  { locale, isDenied = false }: { locale: string; isDenied?: boolean },
): string {
  const url = new URL(redirectUri)
  url.searchParams.set('lang', locale)
  if (isDenied) url.searchParams.set('answer', 'denied')
  return url.href
}

/**
 * Appends to the redirect URI as text: what the client registered is kept byte for byte, its own query
 * included (RFC 6749 §3.1.2).
 */
function withParameters(target: ResponseTarget, parameters: Record<string, string>): string {
  const { redirectUri, state, issuer } = target
  const answer = new URLSearchParams({
    ...parameters,
    ...(state !== undefined && { state }),
    iss: issuer,
  })
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}`
}
