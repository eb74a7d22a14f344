import { html } from 'hono/html'

/** A page of the dev server. */
export interface Page {
  title: string
  body: unknown
  /** Scripts of ours that it loads (default: none) */
  scripts?: readonly string[]
  /** Default: 200 */
  status?: number
}

/** Nothing but what the dev server itself serves, and in no frame of anybody. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Writes a page; what stands in it is escaped by `html`. */
export async function pageResponse({
  title,
  body,
  scripts = [],
  status = 200,
}: Page): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="/page/style.css" />
        <link rel="icon" href="data:," />
        ${scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    // With `no-referrer` the form of the consent would come from the origin "null".
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  return new Response(String(text), { status, headers })
}
