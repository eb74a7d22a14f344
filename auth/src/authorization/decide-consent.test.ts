import { describe, expect, it } from 'vitest'
import type { Client } from '../clients/client.ts'
import { decideConsent, type ConsentFacts } from './decide-consent.ts'

const client: Client = {
  id: 'c',
  kind: 'registered',
  name: 'C',
  redirectUris: [],
  authMethod: 'none',
  grantTypes: [],
  trustedAt: {},
  machineAccess: {},
  introspects: [],
  actsAs: [],
}

const facts = (change: {
  client?: Partial<Client>
  granted?: string[] | undefined
  redirectUri?: string
  scopes?: string[]
  prompt?: 'consent'
  trustedOrigins?: string[]
}): ConsentFacts => ({
  client: { ...client, ...change.client },
  request: {
    clientId: 'c',
    endsIn: 'code',
    redirectUri: change.redirectUri ?? 'https://app.example/cb',
    scopes: change.scopes ?? ['a:read'],
    resource: 'https://a.example/mcp',
    codeChallenge: 'x',
    prompt: change.prompt ? [change.prompt] : [],
  },
  granted: change.granted,
  trustedOrigins: change.trustedOrigins ?? [],
})

describe('decideConsent()', () => {
  it('asks the first time', () => {
    expect(decideConsent(facts({}))).toEqual({
      ask: true,
      fresh: ['a:read'],
      known: [],
      isReturning: false,
    })
  })

  it('asks the first time even for nothing but the name', () => {
    expect(decideConsent(facts({ scopes: [] })).ask).toBe(true)
  })

  it('does not ask again for what was allowed', () => {
    expect(decideConsent(facts({ granted: ['a:read', 'a:write'] })).ask).toBe(false)
  })

  it('tells what is new from what was allowed', () => {
    const decision = decideConsent(facts({ granted: ['a:read'], scopes: ['a:read', 'a:write'] }))
    expect(decision).toEqual({
      ask: true,
      fresh: ['a:write'],
      known: ['a:read'],
      isReturning: true,
    })
  })

  it('asks when it is told to', () => {
    expect(decideConsent(facts({ granted: ['a:read'], prompt: 'consent' })).ask).toBe(true)
  })

  it.each(['http://127.0.0.1:7/cb', 'http://localhost/cb', 'cursor://x/cb', 'com.example:/cb'])(
    'asks each time where the answer goes to %s, which anybody can claim',
    (redirectUri) => {
      expect(decideConsent(facts({ granted: ['a:read'], redirectUri })).ask).toBe(true)
    },
  )

  it('believes a loopback redirect of a configured client', () => {
    const redirectUri = 'http://localhost:4000/cb'
    const kind = 'static' as const
    expect(decideConsent(facts({ granted: ['a:read'], redirectUri, client: { kind } })).ask).toBe(
      false,
    )
  })

  it('believes a document at an origin that the operator trusts, for that origin alone', () => {
    const known = {
      granted: ['a:read'],
      client: { kind: 'document' as const, id: 'http://localhost:4000/client.json' },
      trustedOrigins: ['http://localhost:4000', 'http://localhost:4001'],
    }
    expect(decideConsent(facts({ ...known, redirectUri: 'http://localhost:4000/cb' })).ask).toBe(
      false,
    )
    expect(decideConsent(facts({ ...known, redirectUri: 'http://localhost:4001/cb' })).ask).toBe(
      true,
    )
  })

  it('asks nothing of an application of this product, within what it is given', () => {
    const trustedAt = { 'https://a.example/mcp': ['a:read'] }
    expect(decideConsent(facts({ client: { trustedAt } })).ask).toBe(false)
    expect(decideConsent(facts({ client: { trustedAt }, scopes: ['a:write'] })).ask).toBe(true)
    const elsewhere = { 'https://b.example/mcp': ['a:read'] }
    expect(decideConsent(facts({ client: { trustedAt: elsewhere } })).ask).toBe(true)
  })
})

describe('decideConsent() for a page of our own', () => {
  const page = (change: { granted?: string[]; scopes?: string[]; client?: Partial<Client> }) => {
    const given = facts({ ...change, client: { kind: 'static', ...change.client } })
    return { ...given, request: { ...given.request, endsIn: 'page' as const } }
  }

  it('asks nothing where only the sign-in is needed', () => {
    const { request, ...rest } = page({ scopes: [] })
    const { resource: _resource, ...account } = request
    expect(decideConsent({ ...rest, request: account }).ask).toBe(false)
  })

  it('asks whether a server may act for the person, even without a scope', () => {
    expect(decideConsent(page({ scopes: [] })).ask).toBe(true)
    expect(decideConsent(page({ scopes: [], granted: [] })).ask).toBe(false)
  })

  it('asks about acting whoever the operator trusts', () => {
    const trustedAt = { 'https://a.example/mcp': ['a:read'] }
    expect(decideConsent(page({ client: { trustedAt } })).ask).toBe(true)
  })

  it('tells all that the server was allowed before, not only what is asked again', () => {
    const decision = decideConsent(page({ scopes: ['a:write'], granted: ['a:list', 'a:read'] }))
    expect(decision).toMatchObject({ fresh: ['a:write'], known: ['a:list', 'a:read'] })
  })
})
