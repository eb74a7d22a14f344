import { html } from 'hono/html'
import type { Application } from '../account/read-account.ts'
import { ACCESS_TOKEN_SECONDS } from '../tokens/access-token.ts'
import { ACCOUNT_ACTIONS, type AccountView } from './account-view.ts'
import { standingOf } from './client-standing.ts'
import { hiddenFields, type Html } from './layout.ts'
import { messagesFor } from './messages.ts'
import { moment } from './moment.ts'
import { explainScopes, scopeList, titleIn } from './scope-list.ts'

/** The part of the account page that shows what applications may do, and ends it. */
export function accountApplications(page: AccountView): Html {
  const { account: words } = messagesFor(page.locale)
  const { applications } = page.account
  return html`<section aria-labelledby="applications">
    <h2 id="applications">${words.applications}</h2>
    ${
      applications.length === 0
        ? html`<p class="quiet">${words.noApplications}</p>`
        : html`<p class="quiet">${words.removalHint(ACCESS_TOKEN_SECONDS / 60)}</p>
            <ul class="cards">
              ${applications.map((one) => applicationCard(page, one))}
            </ul>`
    }
  </section>`
}

function applicationCard(page: AccountView, application: Application): Html {
  const { account: words } = messagesFor(page.locale)
  const { client, clientId, kind, since, lastUsedAt } = application
  const { name, serverTitle } = namesOf(page, application)
  return html`<li>
    <div>
      <h3>${kind === 'actor' ? words.actorTitle(name, serverTitle) : name}</h3>
      <p class="quiet">${client ? standingOf(client, page.locale) : clientId}</p>
    </div>
    <div class="rest">
      ${server(page, application)} ${permissions(page, application)}
      ${kind === 'trusted' ? html`<p class="quiet">${words.trusted}</p>` : ''}
      <p class="quiet">
        ${words.since[kind]} ${moment(since, page.locale)}<br />
        ${lastUsedAt ? html`${words.lastUsed} ${moment(lastUsedAt, page.locale)}` : words.notUsed}
      </p>
    </div>
    ${removal(page, application)}
  </li>`
}

function namesOf({ locale }: AccountView, { client, server: known, resource }: Application) {
  const { account: words, consent } = messagesFor(locale)
  return {
    name: client?.name ?? words.unknownClient,
    serverTitle: known ? titleIn(known, locale) : (resource ?? consent.you),
  }
}

function server({ locale }: AccountView, { server: known, resource }: Application): Html | '' {
  if (resource === undefined) return ''
  return html`<p>
    ${known ? html`${titleIn(known, locale)} <small>${resource}</small>` : resource}
  </p>`
}

function permissions({ locale }: AccountView, application: Application): Html {
  const { account: words } = messagesFor(locale)
  const { server: known, resource, scopes } = application
  if (scopes.length === 0)
    return html`<p class="quiet">${resource ? words.noScopes : words.identityOnly}</p>`
  return scopeList({ scopes: explainScopes(known, scopes), locale })
}

function removal(page: AccountView, application: Application): Html {
  const { account: words } = messagesFor(page.locale)
  const { clientId, resource, kind } = application
  const { name, serverTitle } = namesOf(page, application)
  const fields = { ...page.fields, client: clientId, ...(resource && { resource }) }
  const label = kind === 'trusted' ? words.signOutThere : words.removeAccess
  return html`<form method="post" action="${ACCOUNT_ACTIONS.removeAccess}">
    ${hiddenFields(fields)}
    <button class="plain small" aria-label="${label}: ${name}, ${serverTitle}">${label}</button>
  </form>`
}
