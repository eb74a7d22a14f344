import { html } from 'hono/html'
import { LOGOS_PATH } from '../clients/client-logo.ts'
import type { Client } from '../clients/client.ts'
import type { Html } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'

/** Says how far an application's name can be believed. Pure. */
export function standingOf(client: Client, locale: Locale): string {
  const { consent } = messagesFor(locale)
  if (client.kind === 'static') return consent.knownClient
  if (client.kind === 'document') return consent.confirmedClient(new URL(client.id).host)
  return consent.unconfirmedClient
}

/** An application by its logo, where it has one that its host vouches for, its name, and how far to believe it. */
export function whoAsks(client: Client, locale: Locale): Html {
  const name = html`${client.name}<small>${standingOf(client, locale)}</small>`
  if (client.logo === undefined) return name
  return html`<span class="with-logo">
    <img src="${LOGOS_PATH}/${client.logo}" alt="" width="40" height="40" />
    <span>${name}</span>
  </span>`
}
