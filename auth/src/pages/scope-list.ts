import { html } from 'hono/html'
import { isReadScope, type Resource, type ResourceScope } from '../resources/resource.ts'
import type { Html } from './layout.ts'
import type { Locale } from './messages.ts'

/** What a list of scopes is made of. */
export interface ScopeList {
  scopes: readonly ResourceScope[]
  locale: Locale
  /** What stands beside each of them. */
  badge?: string | undefined
}

/** Lists scopes in plain words; what only reads and what may change something look different. */
export function scopeList({ scopes, locale, badge }: ScopeList): Html {
  return html`<ul class="scopes">
    ${scopes.map(
      (scope) =>
        html`<li class="${isReadScope(scope.name) ? 'see' : 'change'}">
          <span class="mark"></span>
          <span class="what">${reasonIn(scope, locale)} <code>${scope.name}</code></span>
          ${badge ? html`<span class="badge">${badge}</span>` : ''}
        </li>`,
    )}
  </ul>`
}

/** The scopes of a server by their names; one that it does not explain is told by its name alone. Pure. */
export function explainScopes(
  resource: Resource | undefined,
  names: readonly string[],
): ResourceScope[] {
  return names.map(
    (name) =>
      resource?.scopes.find((scope) => scope.name === name) ?? {
        name,
        description: '',
        descriptions: {},
      },
  )
}

/** What a server is called in a language. Pure. */
export function titleIn({ title, titles }: Resource, locale: Locale): string {
  return titles[locale] || title
}

function reasonIn({ description, descriptions }: ResourceScope, locale: Locale): string {
  return descriptions[locale] || description
}
