/**
 * Adds what each answer carries. A page's content security policy comes from SvelteKit (vite.config.ts);
 * where forms may lead is known only when the process starts.
 *
 * @param options `formTargets`: origins besides our own and https that a form's redirect may reach
 */
export function addSecurityHeaders(
  headers: Headers,
  { isHttps, formTargets }: { isHttps: boolean; formTargets: readonly string[] },
): void {
  const policy = headers.get('content-security-policy')
  // Linking posts a form that redirects to the authorization server of any https server.
  const formAction = ['form-action', "'self'", 'https:', ...formTargets].join(' ')
  if (policy) headers.set('content-security-policy', `${policy}; ${formAction}`)

  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  if (isHttps) headers.set('strict-transport-security', 'max-age=31536000')
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
}

/**
 * Whether a request was made by one of our own pages: for what is not a form, SvelteKit leaves that
 * check to us. Browsers send `Origin` with each POST, and `Sec-Fetch-Site` with everything.
 */
export function isSameOrigin(request: Request, webUrl: string): boolean {
  const origin = request.headers.get('origin')
  if (origin !== null) return origin === new URL(webUrl).origin
  return request.headers.get('sec-fetch-site') === 'same-origin'
}
