import { html } from 'hono/html'
import type { Client } from '../clients/client.ts'
import { isLoopback } from '../clients/redirect-uri.ts'
import type { Person } from '../people/person.ts'
import { isReadScope, type Resource, type ResourceScope } from '../resources/resource.ts'
import { standingOf } from './client-standing.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'
import { explainScopes, scopeList, titleIn } from './scope-list.ts'

/** What the consent page shows. */
export interface ConsentPage extends PageContext {
  client: Client
  resource: Resource | undefined
  redirectUri: string
  person: Person
  /** Scopes that are new to this person. */
  fresh: readonly string[]
  /** Scopes that they have allowed before. */
  known: readonly string[]
  isReturning: boolean
  fields: Record<string, string>
  action: string
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
      ${freshScopes(page)} ${knownScopes(page)} ${facts(page)} ${warning(page)}
      <form method="post" action="${page.action}">
        ${hiddenFields(page.fields)}
        <div class="actions">
          <button class="plain" name="decision" value="deny">${consent.deny}</button>
          <button name="decision" value="allow">${consent.allow}</button>
        </div>
      </form>`,
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

function isStepUp({ isReturning, fresh }: ConsentPage): boolean {
  return isReturning && fresh.length > 0
}

function freshScopes(page: ConsentPage): Html {
  const { consent } = messagesFor(page.locale)
  const { resource, fresh, known } = page
  if (fresh.length === 0 && known.length === 0)
    return html`<section>
      <p>${resource ? consent.nothing : consent.identityOnly}</p>
    </section>`

  const scopes = explainScopes(resource, fresh)
  const badge = isStepUp(page) ? consent.fresh : undefined
  const group = (kind: 'see' | 'change', heading: string, members: ResourceScope[]) =>
    members.length === 0
      ? ''
      : html`<section class="${kind}" aria-labelledby="${kind}">
          <h2 id="${kind}">${heading}</h2>
          ${scopeList({ scopes: members, locale: page.locale, badge })}
        </section>`
  return html`${group(
    'see',
    consent.canSee,
    scopes.filter(({ name }) => isReadScope(name)),
  )}
  ${group(
    'change',
    consent.canChange,
    scopes.filter(({ name }) => !isReadScope(name)),
  )}`
}

function knownScopes({ locale, resource, fresh, known }: ConsentPage): Html | '' {
  if (known.length === 0) return ''
  const { consent } = messagesFor(locale)
  return html`<details ${fresh.length === 0 ? html`open` : ''}>
    <summary>${consent.known(known.length)}</summary>
    ${scopeList({ scopes: explainScopes(resource, known), locale })}
  </details>`
}

function facts({ locale, client, resource, redirectUri, person, fields, action }: ConsentPage) {
  const { consent } = messagesFor(locale)
  return html`<dl class="facts">
    <dt>${consent.who}</dt>
    <dd>${client.name}<small>${standingOf(client, locale)}</small></dd>
    ${
      resource
        ? html`<dt>${consent.where}</dt>
            <dd>${titleIn(resource, locale)}<small>${resource.uri}</small></dd>`
        : ''
    }
    <dt>${consent.returnsTo}</dt>
    <dd>${placeOf(redirectUri, locale)}</dd>
    <dt>${consent.you}</dt>
    <dd>
      ${person.name}<small>${person.email}</small>
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <button class="link" name="decision" value="switch">${consent.otherAccount}</button>
      </form>
    </dd>
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
