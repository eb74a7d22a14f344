import type { Client } from '../clients/client.ts'
import { isLoopback } from '../clients/redirect-uri.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { isDelegation } from './delegation.ts'

/** Whether a person has to be asked, and what is new to them. */
export type ConsentDecision =
  | { ask: false }
  | {
      ask: true
      /** Scopes that this person has not yet allowed this client here. */
      fresh: string[]
      /** Scopes that they have: of those that are asked for, or of all where a server wants to act for them. */
      known: string[]
      /** They have allowed this client something here before. */
      isReturning: boolean
    }

/** What the decision rests on. */
export interface ConsentFacts {
  client: Client
  request: AuthorizationRequest
  /** Scopes allowed before; `undefined` when nothing ever was. */
  granted: readonly string[] | undefined
  /** Origins that the operator vouches for. */
  trustedOrigins: readonly string[]
}

/** Decides whether consent has to be shown. Pure. */
export function decideConsent(facts: ConsentFacts): ConsentDecision {
  const { client, request, granted } = facts
  const fresh = request.scopes.filter((scope) => !granted?.includes(scope))
  const isActing = isDelegation(request)
  const known = isActing
    ? [...(granted ?? [])].filter((scope) => !fresh.includes(scope))
    : request.scopes.filter((scope) => granted?.includes(scope))
  const isReturning = granted !== undefined

  // A page of our own about no server needs the sign-in alone.
  if (request.endsIn === 'page' && !isActing) return { ask: false }
  const isForced = request.prompt.includes('consent')
  // To act for somebody takes their word, whoever the operator trusts.
  if (!isForced && !isActing && isTrusted(client, request)) return { ask: false }
  if (!isForced && isReturning && fresh.length === 0 && isCertain(facts)) return { ask: false }
  return { ask: true, fresh, known, isReturning }
}

/** This product's own applications ask nothing of what the operator gave them. */
function isTrusted({ trustedAt }: Client, { resource, scopes }: AuthorizationRequest): boolean {
  const given = resource === undefined ? undefined : trustedAt[resource]
  return given !== undefined && scopes.every((scope) => given.includes(scope))
}

/**
 * Whether the answer surely reaches the application that was allowed before. Any program of a machine can
 * listen on its loopback or claim a scheme, so those are asked every time (RFC 8252 §8.6), unless the
 * operator vouches for the client.
 */
function isCertain({ client, request, trustedOrigins }: ConsentFacts): boolean {
  if (client.kind === 'static') return true

  const redirect = new URL(request.redirectUri)
  if (redirect.protocol === 'https:' && !isLoopback(redirect)) return true
  return (
    client.kind === 'document' &&
    trustedOrigins.includes(redirect.origin) &&
    new URL(client.id).origin === redirect.origin
  )
}
