import { describe, expect, it } from 'vitest'
import { discoverServer } from './index.ts'
import {
  fakeIssuer,
  gate,
  type FakeIssuerOptions,
  type GateOptions,
} from './lib/fakes/fake-issuer.ts'
import { fakeMcpServer } from './lib/fakes/fake-mcp-server.ts'
import { fakeNetwork } from './lib/fakes/fake-network.ts'

const url = 'https://mcp.example/mcp'

function discover({ server, issuer }: { server?: GateOptions; issuer?: FakeIssuerOptions } = {}) {
  const network = fakeNetwork({
    'https://mcp.example': gate(fakeMcpServer(), server),
    'https://issuer.example': fakeIssuer(issuer).server,
  })
  return { network, found: discoverServer({ url, fetch: network.fetch }) }
}

async function refusal(options: Parameters<typeof discover>[0]) {
  const found = await discover(options).found
  if (found.ok) return 'found'
  expect(found.failure.message).not.toMatch(/IGNORE|undefined/)
  return found.failure.code
}

describe('discoverServer()', () => {
  it('finds resource, issuer, scopes and endpoints', async () => {
    expect(await discover().found).toMatchObject({
      ok: true,
      value: {
        url,
        resource: 'https://mcp.example/mcp',
        issuer: 'https://issuer.example',
        scopes: ['a:read', 'a:write'],
        scopesSupported: ['a:read', 'a:write'],
        metadata: { token_endpoint: 'https://issuer.example/token' },
      },
    })
  })

  it('prefers the scopes that the challenge names', async () => {
    const found = await discover({ server: { challenge: 'Bearer scope="a:read"' } }).found

    expect(found).toMatchObject({ value: { scopes: ['a:read'] } })
  })

  it('reads the metadata that the challenge names, and asks nowhere else', async () => {
    const at = '/elsewhere/metadata'
    const challenge = `Bearer resource_metadata="https://mcp.example${at}"`
    const { network, found } = discover({ server: { at, challenge } })

    expect(await found).toMatchObject({ ok: true })
    expect(network.requests).toEqual([
      'POST https://mcp.example/mcp',
      'GET https://mcp.example/elsewhere/metadata',
      'GET https://issuer.example/.well-known/oauth-authorization-server',
    ])
  })

  it('asks at the path, then at the root', async () => {
    const at = '/.well-known/oauth-protected-resource'
    const { network, found } = discover({ server: { at } })

    expect(await found).toMatchObject({ ok: true })
    expect(network.requests.slice(1, 3)).toEqual([
      `GET https://mcp.example${at}/mcp`,
      `GET https://mcp.example${at}`,
    ])
  })

  it('finds the issuer at a path by OpenID Connect discovery', async () => {
    const issuer = 'https://issuer.example/tenant'
    const { server } = fakeIssuer({
      metadata: {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
    })
    const network = fakeNetwork({
      'https://mcp.example': gate(fakeMcpServer(), {
        resource: { authorization_servers: [issuer] },
      }),
      'https://issuer.example': (request) =>
        request.url.endsWith('/tenant/.well-known/openid-configuration')
          ? server(new Request('https://issuer.example/.well-known/oauth-authorization-server'))
          : new Response(null, { status: 404 }),
    })

    expect(await discoverServer({ url, fetch: network.fetch })).toMatchObject({ value: { issuer } })
  })

  it.each<[string, Parameters<typeof discover>[0]]>([
    ['ERR_RESOURCE_METADATA_MISSING', { server: { resource: null } }],
    ['ERR_RESOURCE_METADATA_INVALID', { server: { resource: { resource: 7 } } }],
    ['ERR_RESOURCE_MISMATCH', { server: { resource: { resource: 'https://other.example/mcp' } } }],
    ['ERR_RESOURCE_MISMATCH', { server: { resource: { resource: 'https://mcp.example/mcp/x' } } }],
    ['ERR_RESOURCE_MISMATCH', { server: { resource: { resource: 'https://mcp.example/mc' } } }],
    ['ERR_ISSUER_MISSING', { server: { resource: { authorization_servers: [] } } }],
    [
      'ERR_ISSUER_UNREACHABLE',
      { server: { resource: { authorization_servers: ['https://nobody.example'] } } },
    ],
    [
      'ERR_ISSUER_UNREACHABLE',
      { server: { resource: { authorization_servers: ['https://127.0.0.1'] } } },
    ],
    [
      'ERR_ISSUER_METADATA_MISSING',
      { server: { resource: { authorization_servers: ['https://mcp.example/none'] } } },
    ],
    ['ERR_ISSUER_METADATA_INVALID', { issuer: { metadata: { token_endpoint: undefined } } }],
    [
      'ERR_ISSUER_METADATA_INVALID',
      { issuer: { metadata: { response_types_supported: ['token'] } } },
    ],
    ['ERR_ISSUER_MISMATCH', { issuer: { metadata: { issuer: 'https://evil.example' } } }],
    [
      'ERR_PKCE_UNSUPPORTED',
      { issuer: { metadata: { code_challenge_methods_supported: undefined } } },
    ],
    [
      'ERR_PKCE_UNSUPPORTED',
      { issuer: { metadata: { code_challenge_methods_supported: ['plain'] } } },
    ],
    [
      'ERR_ENDPOINT_FORBIDDEN',
      { issuer: { metadata: { authorization_endpoint: 'http://issuer.example/a' } } },
    ],
    [
      'ERR_ENDPOINT_FORBIDDEN',
      { issuer: { metadata: { token_endpoint: 'https://u:p@issuer.example/t' } } },
    ],
    [
      'ERR_ENDPOINT_FORBIDDEN',
      { issuer: { metadata: { registration_endpoint: 'ftp://issuer.example/' } } },
    ],
  ])('refuses with %s: %j', async (code, options) => {
    expect(await refusal(options)).toBe(code)
  })

  it.each(['javascript:alert(1)', 'data:text/html,a', 'file:///etc/passwd', '$(touch /tmp/a)'])(
    'CVE-2025-6514: refuses the authorization endpoint %s, which a browser would run',
    async (authorization_endpoint) => {
      expect(await refusal({ issuer: { metadata: { authorization_endpoint } } })).toMatch(
        /^ERR_(?:ENDPOINT_FORBIDDEN|ISSUER_METADATA_INVALID)$/,
      )
    },
  )

  it('says that a server cannot be reached', async () => {
    const { fetch } = fakeNetwork({})

    expect(await discoverServer({ url, fetch })).toMatchObject({
      ok: false,
      failure: { code: 'ERR_SERVER_UNREACHABLE' },
    })
  })

  it('rejects with the reason of the caller who gives up', async () => {
    const { fetch } = fakeNetwork({ 'https://mcp.example': () => new Promise(() => {}) })
    const signal = AbortSignal.abort(new Error('enough'))

    await expect(discoverServer({ url, fetch, signal })).rejects.toThrow('enough')
  })
})
