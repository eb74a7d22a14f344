import { html } from 'hono/html'
import { isLoopback } from '../clients/redirect-uri.ts'
import type { Resource } from '../resources/resource.ts'
import { whoAsks } from './client-standing.ts'
import {
  answerForm,
  askedScopes,
  isStepUp,
  whoAnswers,
  type ConsentQuestion,
} from './consent-parts.ts'
import { layout, type Html } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'
import { titleIn } from './scope-list.ts'

/** What the consent page shows. */
export interface ConsentPage extends ConsentQuestion {
  resource: Resource | undefined
  redirectUri: string
}

/** Asks whether an application may do what it asks for. */
export function consentPage(page: ConsentPage): Html {
  const { consent } = messagesFor(page.locale)
  const title = titleOf(page)
  return layout(
    page,
    title,
    html`<h1>${title}</h1>
      ${
        page.isReturning && page.fresh.length === 0
          ? html`<p class="lead">${consent.again}</p>`
          : ''
      }
      ${askedNothing(page)} ${askedScopes(page, page.resource)} ${facts(page)} ${warning(page)}
      ${answerForm(page)}`,
  )
}

function titleOf(page: ConsentPage): string {
  const { consent } = messagesFor(page.locale)
  const { client, resource, locale } = page
  if (!resource) return consent.titleIdentity(client.name)

  const server = titleIn(resource, locale)
  return isStepUp(page)
    ? consent.titleMore(client.name, server)
    : consent.title(client.name, server)
}

function askedNothing({ locale, resource, fresh, known }: ConsentPage): Html | '' {
  if (fresh.length > 0 || known.length > 0) return ''
  const { consent } = messagesFor(locale)
  return html`<section>
    <p>${resource ? consent.nothing : consent.identityOnly}</p>
  </section>`
}

function facts(page: ConsentPage): Html {
  const { locale, client, resource, redirectUri } = page
  const { consent } = messagesFor(locale)
  return html`<dl class="facts">
    <dt>${consent.who}</dt>
    <dd>${whoAsks(client, locale)}</dd>
    ${
      resource
        ? html`<dt>${consent.where}</dt>
            <dd>${titleIn(resource, locale)}<small>${resource.uri}</small></dd>`
        : ''
    }
    <dt>${consent.returnsTo}</dt>
    <dd>${placeOf(redirectUri, locale)}</dd>
    ${whoAnswers(page)}
  </dl>`
}

function warning({ locale, client, redirectUri }: ConsentPage): Html | '' {
  const isLocal = isLoopback(new URL(redirectUri)) && client.kind !== 'static'
  return isLocal
    ? html`<p class="notice calm">${messagesFor(locale).consent.thisComputerWarning}</p>`
    : ''
}

function placeOf(redirectUri: string, locale: Locale): string {
  const { consent } = messagesFor(locale)
  const url = new URL(redirectUri)
  if (!/^https?:$/.test(url.protocol)) return consent.application(url.protocol.slice(0, -1))
  return isLoopback(url) ? consent.thisComputer(url.host) : url.host
}
