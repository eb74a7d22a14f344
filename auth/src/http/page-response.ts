import type { Html } from '../pages/layout.ts'
import { retryAfter } from './to-oauth-response.ts'

/** How a page is answered. */
export interface PageOptions {
  status?: number
  /** Where the page's form may lead in the end: browsers check redirects that follow a form, too. */
  formTarget?: string
  /** When another try is worth making: with 429 and 503. */
  retryAfterSeconds?: number | undefined
}

/** Answers with a page that no other site may frame, no cache may keep, and no script runs on. */
export async function toPageResponse(
  page: Html,
  { status = 200, formTarget, retryAfterSeconds }: PageOptions = {},
): Promise<Response> {
  const formAction = ["'self'", ...(formTarget === undefined ? [] : [formSource(formTarget)])]
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${formAction.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return new Response(String(await page), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      ...retryAfter(retryAfterSeconds),
    },
  })
}

/** Answers with a redirect that is not kept. */
export function toRedirect(location: string, cookies: readonly string[] = []): Response {
  // 303: a form's POST must not be repeated at its target with the form's content (RFC 9700 §4.12).
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** The source expression of an address (CSP3 §2.3.1); a private-use scheme has no host to name. */
function formSource(target: string): string {
  const url = new URL(target)
  return /^https?:$/.test(url.protocol) ? url.origin : url.protocol
}
