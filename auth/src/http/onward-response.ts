import { onwardPage, type OnwardPage } from '../pages/onward-page.ts'
import { toPageResponse } from './page-response.ts'

/**
 * Leads on by a page instead of a redirect. Browsers hold every redirect after a form against the `form-action` of the
 * page that the form stood on (CSP3 §6.4.1), and nobody knows to which hosts a provider leads, or where its own pages
 * let a form end.
 */
export async function toOnwardResponse(
  page: OnwardPage,
  cookies: readonly string[] = [],
): Promise<Response> {
  const response = await toPageResponse(onwardPage(page))
  response.headers.set('refresh', `0; url=${page.url}`)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
