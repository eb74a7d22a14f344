import { createSafeFetch } from '@toolgraph/safe-fetch'
import { describe, expect, it } from 'vitest'
import { createProbe } from './create-probe.ts'

const issuer = 'https://issuer.example'
const documents: Record<string, unknown> = {
  'https://mcp.example/.well-known/oauth-protected-resource/mcp': {
    resource: 'https://mcp.example/mcp',
    authorization_servers: [issuer],
    scopes_supported: ['a:read'],
  },
  [`${issuer}/.well-known/oauth-authorization-server`]: {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  },
}

const fetch = createSafeFetch({
  trustedOrigins: [],
  fetch: async (url) => {
    if (url in documents) return Response.json(documents[url])
    return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
  },
})

describe('createProbe()', () => {
  it('tells the health room what it found, in its words', async () => {
    const probe = createProbe({ fetch, now: () => new Date(1_000) })
    const { signal } = new AbortController()

    expect(
      await probe('https://mcp.example/mcp', { signal, readsMetadata: false, readsTools: true }),
    ).toEqual({
      state: 'gated',
      evidence: { httpStatus: 401 },
      checkedAt: new Date(1_000),
      latencyMs: 0,
      authorization: {
        issuer,
        authorizationEndpoint: `${issuer}/authorize`,
        tokenEndpoint: `${issuer}/token`,
        jwksUri: `${issuer}/jwks`,
        scopes: ['a:read'],
      },
    })
  })
})
