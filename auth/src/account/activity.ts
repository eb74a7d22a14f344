import type { AuditAction } from '../audit-log.ts'
import { UNKNOWN_ADDRESS } from '../people/address.ts'
import type { PastEvent } from './account-store.ts'

/** What a person is told of that strangers cannot bring about. */
export const OWN_ACTIONS = [
  'account.created',
  'account.taken_over',
  'identity.linked',
  'password.reset',
  'sign_in.succeeded',
  'sign_out',
  'session.ended',
  'sessions.ended',
  'consent.given',
  'consent.denied',
  'access.removed',
  'code.replayed',
  'refresh_token.reused',
  'token.revoked',
] as const satisfies readonly AuditAction[]

/** What anybody who knows the e-mail address can bring about, as often as they like. */
export const STRANGERS_ACTIONS = ['sign_in.refused'] as const satisfies readonly AuditAction[]

/** What a person is told of. */
export type ActivityAction = (typeof OWN_ACTIONS)[number] | (typeof STRANGERS_ACTIONS)[number]

/** What nobody is told of: it passes between programs, or the person has seen it happen. */
export type UntoldAction =
  | 'email.proof_sent'
  | 'email.proof_refused'
  | 'client.registered'
  | 'client.refused'
  | 'client_credentials.issued'
  | 'code.redeemed'
  | 'code.refused'
  | 'refresh_token.refused'
  | 'token.exchanged'
  | 'token_exchange.refused'
  | 'keys.replaced'

/** Something that happened in a person's name; `times` in a row, last at `at`. */
export interface ActivityEntry {
  action: ActivityAction
  times: number
  at: Date
  clientId?: string
  resource?: string
  /** The provider of sign-in that was used. */
  provider?: string
  /** The network address that it came from. */
  address?: string
}

/** Tells events in order, newest first, and what strangers repeat as one: nothing is hidden behind it. Pure. */
export function toActivity(events: readonly PastEvent<ActivityAction>[]): ActivityEntry[] {
  const entries: ActivityEntry[] = []
  for (const event of events.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())) {
    const last = entries.at(-1)
    const isRepeated = event.action === 'sign_in.refused' && last?.action === event.action
    if (isRepeated) last.times += 1
    else entries.push(toEntry(event))
  }
  return entries
}

function toEntry({
  action,
  clientId,
  detail,
  createdAt,
}: PastEvent<ActivityAction>): ActivityEntry {
  const { resource, provider, address } = detail
  return {
    action,
    times: 1,
    at: createdAt,
    ...(clientId !== undefined && { clientId }),
    ...(typeof resource === 'string' && { resource }),
    ...(typeof provider === 'string' && { provider }),
    ...(typeof address === 'string' && address !== UNKNOWN_ADDRESS && { address }),
  }
}
