import * as fc from 'fast-check'
import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { createActorsIssuer, grant, idOf, ORDER, secretOf } from './actors-harness.ts'
import { list } from './hostile.ts'
import {
  BOOKING,
  createBrowser,
  GRAPH,
  ISSUER,
  obtainCode,
  REDIRECT,
  SECOND_REDIRECT,
} from './issuer-harness.ts'

/** Values that mean something somewhere, so that they also stand where they should not. */
export const meaningful = fc.constantFrom(
  ...list(
    'web; second; agent-web; booking; graph; order; account; code; token; S256; plain; query; ja',
  ),
  ...list('booking:read; booking:write; booking:read booking:write; servers:write'),
  ...list(
    'connections:read; none; login; consent; none login; http://localhost:4000/auth/callback',
  ),
  REDIRECT,
  SECOND_REDIRECT,
  BOOKING,
  ORDER,
  GRAPH,
  ISSUER,
  `${ISSUER}/account`,
)

const AGENT_WEB_REDIRECT = 'http://localhost:4000/auth/callback'

/** Where the answers to the configured clients go. */
export const REDIRECTS: Readonly<Record<string, string>> = {
  web: REDIRECT,
  second: SECOND_REDIRECT,
  'agent-web': AGENT_WEB_REDIRECT,
}

/** An issuer at which one person has allowed a few things, and nothing else was ever allowed. */
export async function openWithConsent() {
  let addresses = 0
  const issuer = await createActorsIssuer({
    clients: [
      { id: 'web', name: 'Test web', redirectUris: [REDIRECT] },
      { id: 'second', name: 'Second', redirectUris: [SECOND_REDIRECT] },
      { id: 'agent-web', name: 'Toolgraph', redirectUris: [AGENT_WEB_REDIRECT], trustedAt },
      {
        id: 'robot',
        name: 'Robot',
        secret: secretOf('robot'),
        machineAccess: { [GRAPH]: MACHINE },
      },
      { id: 'booking', name: 'Booking', secret: secretOf('booking'), introspects: [BOOKING] },
      { id: 'graph', name: 'Graph', secret: secretOf('graph'), introspects: 'all' },
      { id: 'order', name: 'Order', secret: secretOf('order'), actsAs: [ORDER] },
    ],
    // Each request has an address of its own: the limits are not what is tried here.
    clientAddress: () => `address-${(addresses += 1)}`,
  })
  const aiko = createBrowser(issuer)
  await obtainCode(aiko, { scope: 'booking:read' })
  await obtainCode(aiko, { resource: ORDER, scope: 'order:read' })
  const userId = await idOf(issuer, 'Aiko Tanaka')
  await grant(issuer, { userId, clientId: 'order', resource: BOOKING, scopes: ['booking:read'] })
  return { issuer, aiko, expectWithinConsent: (token: unknown) => expectWithin(token, userId) }
}

const MACHINE = ['servers:write']
const trustedAt = { [GRAPH]: ['servers:write', 'connections:read'] }

/** What the person has allowed and the operator has given, by client and server. */
const CONSENTED: Readonly<Record<string, readonly string[]>> = {
  [`web ${BOOKING}`]: ['booking:read'],
  [`web ${ORDER}`]: ['order:read'],
  [`order ${BOOKING}`]: ['booking:read'],
  [`agent-web ${GRAPH}`]: trustedAt[GRAPH],
  [`robot ${GRAPH}`]: MACHINE,
}

function expectWithin(token: unknown, person: string) {
  const { client_id: client, sub, aud, scope } = decodeJwt(String(token))
  expect(sub).toBe(client === 'robot' ? 'robot' : person)
  expect(CONSENTED[`${client} ${aud}`]).toEqual(
    expect.arrayContaining(String(scope).split(' ').filter(Boolean)),
  )
}
