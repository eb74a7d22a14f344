import { readEnvironment } from '@toolgraph/entry'
import { describe, expect, it } from 'vitest'
import { toConfiguration } from './configuration.ts'
import { environment } from './environment.ts'

const configure = (given: Record<string, string>) =>
  toConfiguration(readEnvironment(environment, { DATABASE_URL: 'postgresql://x', ...given }))

const SECRETS = {
  AUTH_SECRET: 'one secret of our own',
  BOOKING_CLIENT_SECRET: 'another secret of our own',
  PRODUCT_CLIENT_SECRET: 'one more secret of our own',
  ORDER_CLIENT_SECRET: 'the secret of order, our own',
  FORM_CLIENT_SECRET: 'yet another secret of our own',
  GRAPH_CLIENT_SECRET: 'a third secret of our own',
}

describe('toConfiguration()', () => {
  it('has the ready accounts in development on loopback only', () => {
    expect(configure({}).demoAccounts).toBe(true)
    expect(configure({ DEMO_ACCOUNTS: 'false' }).demoAccounts).toBe(false)
    expect(configure({ ISSUER_URL: 'https://auth.example' }).demoAccounts).toBe(false)
    expect(configure({ TOOLGRAPH_MODE: 'production', ...SECRETS }).demoAccounts).toBe(false)
  })

  it('knows the web application at its configured address alone', () => {
    const { webUrl, clients } = configure({ WEB_URL: 'https://web.example' })
    const [web] = clients
    expect(webUrl).toBe('https://web.example')
    expect(web).toMatchObject({
      id: 'agent-web',
      redirectUris: ['https://web.example/auth/callback'],
    })
    expect(web).not.toHaveProperty('secret')
  })

  it('knows it as a client of its own where it links servers, and trusts that one nowhere', () => {
    const { clients } = configure({ WEB_URL: 'https://web.example' })
    const links = clients.find(({ id }) => id === 'agent-web-links')
    expect(links).toMatchObject({
      name: 'Toolgraph',
      redirectUris: ['https://web.example/oauth/callback'],
    })
    expect(links).not.toHaveProperty('secret')
    expect(links).not.toHaveProperty('trustedAt')
  })

  it('opens with the secret before this one as long as that is named', () => {
    const AUTH_SECRET = SECRETS.AUTH_SECRET
    expect(configure({ AUTH_SECRET }).secret).toBe(AUTH_SECRET)
    const before = { AUTH_SECRET, AUTH_SECRET_PREVIOUS: 'the one before' }
    expect(configure(before).secret).toEqual([AUTH_SECRET, 'the one before'])
    expect(configure({ AUTH_SECRET, AUTH_SECRET_PREVIOUS: AUTH_SECRET }).secret).toBe(AUTH_SECRET)
  })

  it.each(['0', '-1', 'never', '1.5'])('keeps no audit log for "%s" days', (days) => {
    expect(() => configure({ AUDIT_RETENTION_DAYS: days })).toThrow('AUDIT_RETENTION_DAYS')
    expect(configure({ AUDIT_RETENTION_DAYS: '30' }).auditRetentionDays).toBe(30)
  })

  it.each([
    ['booking', 4301],
    ['product', 4302],
    ['form', 4304],
  ])('lets %s publish at the graph, ask about its own tokens, and nothing else', (name, port) => {
    const server = configure({}).clients.find(({ id }) => id === name)
    expect(server).toEqual({
      id: name,
      name: expect.any(String),
      secret: `development-only-${name}-secret`,
      machineAccess: { 'http://localhost:4200/mcp': ['servers:write'] },
      introspects: [`http://localhost:${port}/mcp`],
    })
  })

  it('lets order publish as well, and ask about its own tokens', () => {
    expect(configure({}).clients.find(({ id }) => id === 'order')).toMatchObject({
      secret: 'development-only-order-secret',
      machineAccess: { 'http://localhost:4200/mcp': ['servers:write'] },
      introspects: ['http://localhost:4303/mcp'],
    })
  })

  it('lets the graph and order act for people with tokens for their own address, and nobody else', () => {
    const urls = { GRAPH_URL: 'https://graph.example', ORDER_URL: 'https://order.example' }
    const actors = configure(urls).clients.filter(({ actsAs }) => actsAs !== undefined)
    expect(actors.map(({ id, actsAs }) => ({ id, actsAs }))).toEqual([
      { id: 'order', actsAs: ['https://order.example/mcp'] },
      { id: 'graph', actsAs: ['https://graph.example/mcp'] },
    ])
  })

  it.each(Object.keys(SECRETS))('does not start in production with the default of %s', (name) => {
    const { [name]: _left, ...rest } = { ...SECRETS } as Record<string, string>
    expect(() => configure({ TOOLGRAPH_MODE: 'production', ...rest })).toThrow(name)
  })
})
