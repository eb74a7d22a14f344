import { createTestDatabase } from '@toolgraph/testing'
import * as fc from 'fast-check'
import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { list } from './hostile.ts'
import {
  BOOKING,
  createBrowser,
  createTestIssuer,
  GRAPH,
  ISSUER,
  obtainCode,
  REDIRECT,
  SECOND_REDIRECT,
} from './issuer-harness.ts'

/** Values that mean something somewhere, so that they also stand where they should not. */
export const meaningful = fc.constantFrom(
  ...list('web; second; agent-web; booking; graph; account; code; token; S256; plain; query; ja'),
  ...list('booking:read; booking:write; booking:read booking:write; servers:write'),
  ...list(
    'connections:read; none; login; consent; none login; http://localhost:4000/auth/callback',
  ),
  REDIRECT,
  SECOND_REDIRECT,
  BOOKING,
  GRAPH,
  ISSUER,
  `${ISSUER}/account`,
)

/** Where the answers to the configured clients go. */
export const REDIRECTS: Readonly<Record<string, string>> = {
  web: REDIRECT,
  second: SECOND_REDIRECT,
  'agent-web': 'http://localhost:4000/auth/callback',
}

/** An issuer at which one person has allowed one thing, and nothing else was ever allowed. */
export async function openWithConsent() {
  let addresses = 0
  const issuer = await createTestIssuer(await createTestDatabase('auth'), {
    // Each request has an address of its own: the limits are not what is tried here.
    clientAddress: () => `address-${(addresses += 1)}`,
  })
  const aiko = createBrowser(issuer)
  await obtainCode(aiko, { scope: 'booking:read' })
  const { id } = await issuer.database.authUser.findUniqueOrThrow({
    where: { email: 'aiko@demo.example' },
  })
  return { issuer, aiko, expectWithinConsent: consentOf(id) }
}

/** Checks a token against what the person has allowed and what the operator has given, by client. */
function consentOf(person: string): (token: unknown) => void {
  const allowed: Record<string, { subject: string; audience: string; scopes: string[] }> = {
    web: { subject: person, audience: BOOKING, scopes: ['booking:read'] },
    'agent-web': {
      subject: person,
      audience: GRAPH,
      scopes: ['servers:write', 'connections:read'],
    },
    booking: { subject: 'booking', audience: GRAPH, scopes: ['servers:write'] },
  }
  return (token) => {
    const { client_id: client, sub, aud, scope } = decodeJwt(String(token))
    const { subject, audience, scopes } = allowed[String(client)] ?? {}
    expect([sub, aud]).toEqual([subject, audience])
    expect(scopes).toEqual(expect.arrayContaining(String(scope).split(' ').filter(Boolean)))
  }
}
