import { html } from 'hono/html'
import type { Html } from './layout.ts'
import type { Locale } from './messages.ts'

/** A point in time as a reader of a language writes it; in UTC, since without scripts we know no other zone. */
export function moment(at: Date, locale: Locale): Html {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    month: locale === 'ja' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  return html`<time datetime="${at.toISOString()}">${format.format(at)}</time>`
}
