import { FEDERATION_FAILURES, type FederationFailure } from './failure.ts'

/** Why a provider signed nobody in, as the address of the sign-in page carries it. */
export interface FederationNotice {
  /** The provider's id. */
  provider: string
  failure: FederationFailure
}

/** The parameter that carries it. */
export const NOTICE = 'notice'

/** Writes a notice into one word. Pure. */
export function toNotice({ provider, failure }: FederationNotice): string {
  return `${provider}.${failure}`
}

/** Reads a notice that anybody may have written; `undefined` for any other word. Pure. */
export function parseNotice(word: string | undefined): FederationNotice | undefined {
  const [, provider = '', reason] = /^([a-z0-9-]{1,32})\.(\w+)$/.exec(word ?? '') ?? []
  const failure = FEDERATION_FAILURES.find((known) => known === reason)
  return failure && { provider, failure }
}
