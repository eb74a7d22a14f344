import { html } from 'hono/html'
import type { FederationFailure } from '../federation/failure.ts'
import { hiddenFields, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

/** A provider that people may choose. */
export interface ProviderChoice {
  id: string
  name: string
}

/** What the buttons of the providers need. */
export interface ProviderButtons extends PageContext {
  providers: readonly ProviderChoice[]
  /** Where the form goes. */
  federationAction: string
  /** Hidden fields of each form: the request, the language, the CSRF token. */
  fields: Record<string, string>
}

/** Why a provider signed nobody in. */
export interface ProviderNotice {
  provider: ProviderChoice
  failure: FederationFailure
}

/** Offers to sign in by other providers, where there are some. */
export function providerButtons(page: ProviderButtons): Html | '' {
  const { locale, providers, federationAction, fields } = page
  const { federation } = messagesFor(locale)
  if (providers.length === 0) return ''
  return html`<p class="or">${federation.or}</p>
    <form class="providers" method="post" action="${federationAction}">
      ${hiddenFields(fields)}
      ${providers.map(
        ({ id, name }) =>
          html`<button class="plain" name="provider" value="${id}">
            ${federation.continueWith(name)}
          </button>`,
      )}
    </form>`
}

/** Says why a provider signed nobody in. */
export function providerNotice(
  { locale }: PageContext,
  { provider, failure }: ProviderNotice,
): Html {
  const { federation } = messagesFor(locale)
  return html`<p class="notice" role="alert">${federation.failures(provider.name)[failure]}</p>`
}
