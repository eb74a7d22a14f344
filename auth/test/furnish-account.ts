import type { Database } from '@toolgraph/database'
import { createGrantStore } from '../src/storage/grant-store.ts'
import { BOOKING, GRAPH } from './issuer-harness.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

/** Puts one of everything that can stand in a person's name there, for looking at it. */
export async function furnishAccount(database: Database, userId: string): Promise<void> {
  const now = Date.now()
  const expiresAt = new Date(now + DAY_MS)
  const createdAt = new Date(now - DAY_MS)
  const scopes = ['booking:read', 'booking:write']
  const stranger = `https://${'a-very-long-name-of-a-host.'.repeat(4)}example/client.json`

  await database.authSession.deleteMany({ where: { address: { not: null } } })
  await database.authSession.createMany({
    data: [FIREFOX, SAFARI, 'nothing that is known'].map((userAgent, index) => ({
      id: String(index).repeat(64),
      userId,
      userAgent,
      address: index === 0 ? '2001:db8:85a3:8d3:1319:8a2e:370:7348' : '203.0.113.9',
      createdAt,
      expiresAt,
    })),
  })
  await database.authClient.deleteMany({ where: { id: stranger } })
  await database.authClient.create({
    data: {
      id: stranger,
      kind: 'cimd',
      metadata: {
        name: 'Unbreakable'.repeat(6),
        redirectUris: ['https://example.com/cb'],
        authMethod: 'none',
        grantTypes: ['authorization_code'],
      },
      expiresAt,
    },
  })
  const grants = createGrantStore(database)
  for (const clientId of ['web', stranger, 'order', 'gone']) {
    await grants.add({ userId, clientId, resource: BOOKING }, scopes, createdAt)
  }
  await grants.add({ userId, clientId: 'web' }, [], createdAt)
  await database.authFamily.create({
    data: {
      userId,
      clientId: 'agent-web',
      resource: GRAPH,
      scopes: ['connections:read'],
      createdAt,
      expiresAt,
      tokens: { create: { id: crypto.randomUUID(), expiresAt } },
    },
  })
  await database.authAuditEvent.createMany({
    data: [
      { action: 'consent.given', clientId: 'web', detail: { resource: BOOKING } },
      { action: 'sign_in.refused', clientId: 'web', detail: { address: '203.0.113.66' } },
      { action: 'sign_in.refused', clientId: 'web', detail: { address: '203.0.113.66' } },
      { action: 'refresh_token.reused', clientId: stranger, detail: {} },
    ].map((event, index) => ({ ...event, userId, createdAt: new Date(now - index * 1000) })),
  })
}
