import { html, raw } from 'hono/html'
import { LOCALES, messagesFor, type Locale } from './messages.ts'
import { LOGO_SVG } from './stylesheet.ts'

/** Markup that is safe to send: what was put into it is escaped. */
export type Html = ReturnType<typeof html>

/** The language of a page and where to get it in another. */
export interface PageContext {
  locale: Locale
  /** The address of this page in another language; absent where there is none. */
  inLanguage?: (locale: Locale) => string
  /** Where the mark leads; absent in the midst of a request, which that would break off. */
  markUrl?: string | undefined
}

/** The whole document around a page's own part. */
export function layout(
  { locale, inLanguage, markUrl }: PageContext,
  title: string,
  content: Html,
  width: 'narrow' | 'wide' = 'narrow',
): Html {
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Toolgraph</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>${mark(markUrl)}</header>
        <main class="${width}">${content}</main>
        ${inLanguage ? languageSwitch(locale, inLanguage) : ''}
      </body>
    </html>`
}

function mark(url: string | undefined): Html {
  const inside = html`${raw(LOGO_SVG)}<span>Toolgraph</span>`
  return url === undefined
    ? html`<div class="brand">${inside}</div>`
    : html`<a class="brand" href="${url}">${inside}</a>`
}

function languageSwitch(locale: Locale, inLanguage: (locale: Locale) => string): Html {
  const names = Object.entries(LOCALES).map(([code, name]) =>
    code === locale
      ? html`<span aria-current="true" lang="${code}">${name}</span>`
      : html`<a href="${inLanguage(code === 'ja' ? 'ja' : 'en')}" lang="${code}" hreflang="${code}"
          >${name}</a
        >`,
  )
  return html`<footer aria-label="${messagesFor(locale).language}">${names}</footer>`
}

/** The hidden fields of every form of a request. */
export function hiddenFields(fields: Record<string, string>): Html {
  return html`${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`
}
