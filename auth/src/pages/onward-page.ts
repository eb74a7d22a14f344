import { html } from 'hono/html'
import { layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

/** What the page that leads on shows. */
export interface OnwardPage extends PageContext {
  /** What the place is called. */
  place: string
  url: string
}

/** Leads on to another place, by itself and by a link. */
export function onwardPage({ locale, place, url }: OnwardPage): Html {
  const { onward } = messagesFor(locale)
  return layout(
    { locale },
    onward.title(place),
    html`<h1>${onward.title(place)}</h1>
      <p class="lead">${onward.hint}</p>
      <p class="other"><a href="${url}">${onward.goOn(place)}</a></p>`,
  )
}
