import { fail, ok, type Result } from '@toolgraph/errors'
import { countTry } from '@toolgraph/throttle'
import { randomToken } from '../keys/digest.ts'
import { LIMITS } from '../people/limits.ts'
import { saveDeparture, type Departure } from './departure.ts'
import { toFailure, type UpstreamFailure } from './failure.ts'
import type { ConnectedProvider, Federation } from './federation.ts'
import { callbackUrl } from './provider.ts'

/** Who wants to sign in by a provider. */
export interface Traveller extends Pick<Departure, 'requestId' | 'browser' | 'locale'> {
  /** Whether they are to choose an account there, even with one signed in. */
  chooseAccount: boolean
  /** The network address of the browser. */
  address: string
}

/** Sends somebody to a provider: what must fit when they come back is kept; returns the address. */
export async function depart(
  federation: Federation,
  { provider, upstream }: ConnectedProvider,
  { address, chooseAccount, ...traveller }: Traveller,
): Promise<Result<URL, UpstreamFailure>> {
  const { issuer, throttle, now } = federation
  const key = `federation/${address}`
  const counted = await countTry(throttle, { key, limit: LIMITS.federation, now: now() })
  if (!counted.ok) return fail({ failure: 'too_many', code: 'too_many' })

  const [state, nonce, codeVerifier] = [randomToken(), randomToken(), randomToken()]
  const { locale } = traveller
  const redirectUri = callbackUrl(issuer, provider)
  const outward = { redirectUri, state, nonce, codeVerifier, locale, chooseAccount }
  const url = await upstream.authorizationUrl(outward).catch(toFailure)
  if (!(url instanceof URL)) return fail(url)

  await saveDeparture(federation, state, {
    ...traveller,
    provider: provider.id,
    nonce,
    codeVerifier,
  })
  return ok(url)
}
