import type { Client } from '../clients/client.ts'
import { messagesFor, type Locale } from './messages.ts'

/** Says how far an application's name can be believed. Pure. */
export function standingOf(client: Client, locale: Locale): string {
  const { consent } = messagesFor(locale)
  if (client.kind === 'static') return consent.knownClient
  if (client.kind === 'document') return consent.confirmedClient(new URL(client.id).host)
  return consent.unconfirmedClient
}
