import { html } from 'hono/html'
import type { Client } from '../clients/client.ts'
import type { Person } from '../people/person.ts'
import { isReadScope, type Resource, type ResourceScope } from '../resources/resource.ts'
import { hiddenFields, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'
import { explainScopes, scopeList } from './scope-list.ts'

/** What every page that asks a person for their word knows. */
export interface ConsentQuestion extends PageContext {
  client: Client
  person: Person
  /** Scopes that are new to this person. */
  fresh: readonly string[]
  /** Scopes that they have allowed before. */
  known: readonly string[]
  isReturning: boolean
  fields: Record<string, string>
  action: string
}

/** Says whether a client that was allowed something asks for more. Pure. */
export function isStepUp({ isReturning, fresh }: ConsentQuestion): boolean {
  return isReturning && fresh.length > 0
}

/** What is asked for, read and write told apart; what was allowed before stands folded below. */
export function askedScopes(page: ConsentQuestion, resource: Resource | undefined): Html {
  const { consent } = messagesFor(page.locale)
  const scopes = explainScopes(resource, page.fresh)
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
  )}
  ${knownScopes(page, resource)}`
}

function knownScopes(page: ConsentQuestion, resource: Resource | undefined): Html | '' {
  const { locale, fresh, known } = page
  if (known.length === 0) return ''
  const { consent } = messagesFor(locale)
  return html`<details ${fresh.length === 0 ? html`open` : ''}>
    <summary>${consent.known(known.length)}</summary>
    ${scopeList({ scopes: explainScopes(resource, known), locale })}
  </details>`
}

/** Who answers, with the way to answer as somebody else; a row of the facts. */
export function whoAnswers({ locale, person, fields, action }: ConsentQuestion): Html {
  const { consent } = messagesFor(locale)
  return html`<dt>${consent.you}</dt>
    <dd>
      ${person.name}<small>${person.email}</small>
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <button class="link" name="decision" value="switch">${consent.otherAccount}</button>
      </form>
    </dd>`
}

/** The two answers. */
export function answerForm({ locale, fields, action }: ConsentQuestion): Html {
  const { consent } = messagesFor(locale)
  return html`<form method="post" action="${action}">
    ${hiddenFields(fields)}
    <div class="actions">
      <button class="plain" name="decision" value="deny">${consent.deny}</button>
      <button name="decision" value="allow">${consent.allow}</button>
    </div>
  </form>`
}
