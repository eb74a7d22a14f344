import { fail, ok, type Result } from '@toolgraph/errors'
import type { Person } from '../people/person.ts'
import type { Departure } from './departure.ts'
import { toFailure, type UpstreamFailure } from './failure.ts'
import type { ConnectedProvider, Federation } from './federation.ts'
import type { Admission } from './identity-store.ts'
import { callbackUrl } from './provider.ts'
import type { Profile } from './upstream.ts'

/** Somebody who came back from a provider, and whose departure was claimed. */
export interface Arrival {
  departure: Departure
  /** The query of the callback, unchecked. */
  answer: URLSearchParams
}

/** Who they are here, and how that came to be. */
export interface Arrived {
  person: Person
  admission: Admission
}

/** Finds out who came back, and whose account that is; makes one where there is none. */
export async function arrive(
  { issuer, identities, now }: Federation,
  { provider, upstream }: ConnectedProvider,
  { departure, answer }: Arrival,
): Promise<Result<Arrived, UpstreamFailure>> {
  const { nonce, codeVerifier } = departure
  const profile = await upstream
    .identify({
      answer,
      redirectUri: callbackUrl(issuer, provider),
      state: answer.get('state') ?? '',
      nonce,
      codeVerifier,
    })
    .then(
      (found) => ok(found),
      (error: unknown) => fail(toFailure(error)),
    )
  if (!profile.ok) return profile

  const { subject, email } = profile.value
  const identity = { provider: provider.id, subject }
  const known = await identities.findPerson(identity)
  if (known) return ok({ person: known, admission: 'known' })
  if (email === undefined) return fail({ failure: 'email_unverified', code: 'email_unverified' })

  const name = nameOf(profile.value, email)
  const admitted = await identities.admit(identity, { email, name }, new Date(now()))
  return admitted ? ok(admitted) : fail({ failure: 'email_reserved', code: 'email_reserved' })
}

/** A provider that tells no name leaves us the address's own part. */
function nameOf({ name }: Profile, email: string): string {
  return name ?? email.slice(0, email.lastIndexOf('@')).slice(0, 80)
}
