import { html } from 'hono/html'
import type { SentMail } from '../mail/mailer.ts'
import { layout, type Html, type PageContext } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'

/** Shows the mail that a development machine keeps instead of sending it. */
export function outboxPage(page: PageContext & { mail: readonly SentMail[] }): Html {
  const { outbox } = messagesFor(page.locale)
  return layout(
    page,
    outbox.title,
    html`<h1>${outbox.title}</h1>
      <p class="lead">${outbox.about}</p>
      <p class="other"><a href="/outbox?lang=${page.locale}">${outbox.reload}</a></p>
      ${
        page.mail.length === 0
          ? html`<section><p>${outbox.empty}</p></section>`
          : page.mail.map((mail) => letter(mail, page.locale))
      }`,
  )
}

function letter({ to, subject, text, createdAt }: SentMail, locale: Locale): Html {
  const { outbox } = messagesFor(locale)
  return html`<article class="mail">
    <h2>${subject}</h2>
    <dl class="facts">
      <dt>${outbox.to}</dt>
      <dd>${to}</dd>
      <dt>${outbox.at}</dt>
      <dd>
        <time datetime="${createdAt.toISOString()}">${createdAt.toLocaleString(locale)}</time>
      </dd>
    </dl>
    <pre>${text}</pre>
  </article>`
}
