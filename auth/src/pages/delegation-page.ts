import { html } from 'hono/html'
import type { Resource } from '../resources/resource.ts'
import { standingOf } from './client-standing.ts'
import {
  answerForm,
  askedScopes,
  isStepUp,
  whoAnswers,
  type ConsentQuestion,
} from './consent-parts.ts'
import { layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'
import { titleIn } from './scope-list.ts'

/** What the page shows. */
export interface DelegationPage extends ConsentQuestion {
  /** Where the client would act. */
  resource: Resource
}

/** Asks whether a server may act for the person at another one. */
export function delegationPage(page: DelegationPage): Html {
  const { delegation } = messagesFor(page.locale)
  const { client, resource, locale, fresh, known } = page
  const server = titleIn(resource, locale)
  const title = isStepUp(page)
    ? delegation.titleMore(client.name, server)
    : delegation.title(client.name, server)
  return layout(
    page,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${delegation.lead(client.name, server)}</p>
      ${
        fresh.length === 0 && known.length === 0
          ? html`<section><p>${delegation.nothing}</p></section>`
          : ''
      }
      ${askedScopes(page, resource)}
      <dl class="facts">
        <dt>${delegation.who}</dt>
        <dd>${client.name}<small>${standingOf(client, locale)}</small></dd>
        <dt>${delegation.where}</dt>
        <dd>${server}<small>${resource.uri}</small></dd>
        <dt>${delegation.howLong}</dt>
        <dd>${delegation.untilEnded(client.name)}</dd>
        ${whoAnswers(page)}
      </dl>
      ${answerForm(page)}`,
  )
}

/** Says that the question is answered. Nothing here goes back by itself: nobody waits at an address. */
export function delegationDonePage(page: PageContext, { isDenied }: { isDenied: boolean }): Html {
  const { delegation, home } = messagesFor(page.locale)
  const title = isDenied ? delegation.denied : delegation.done
  return layout(
    page,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${isDenied ? delegation.deniedHint : delegation.goBack}</p>
      <p class="other"><a href="/account?lang=${page.locale}">${home.manage}</a></p>`,
  )
}
