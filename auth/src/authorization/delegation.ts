import type { AuthorizationRequest } from './authorization-request.ts'

/** What a person is asked when a server wants to act for them at another one. */
export interface Delegation {
  /** The client that would act. */
  clientId: string
  /** Where it would act. */
  resource: string
  scopes: readonly string[]
}

/** Where consent to a delegation is given. */
export const DELEGATION_PATH = '/delegation'

/** The page that ends it. */
export const DELEGATION_DONE_PATH = '/delegation/done'

/** The address at which a person can allow this. Pure. */
export function delegationUrl(issuer: string, { clientId, resource, scopes }: Delegation): string {
  const url = new URL(DELEGATION_PATH, issuer)
  url.searchParams.set('client_id', clientId)
  url.searchParams.set('resource', resource)
  if (scopes.length > 0) url.searchParams.set('scope', scopes.join(' '))
  return url.href
}

/** Says whether a request asks for a delegation: it is about a server, and no code comes of it. Pure. */
export function isDelegation({ endsIn, resource }: AuthorizationRequest): boolean {
  return endsIn === 'page' && resource !== undefined
}
