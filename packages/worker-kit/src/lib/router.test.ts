import * as z from 'zod'
import { beforeAll, describe, expect, it } from 'vitest'
import { callRequest } from '../../test/requests.ts'
import { createMixedWorker, createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { createMcpWorker } from '../index.ts'
import { createTestIssuer, type TestIssuer } from '../testing.ts'

let issuer: TestIssuer

beforeAll(async () => {
  issuer = await createTestIssuer()
})

const rooms = () => createRoomsWorker({ fetch: issuer.fetch })
const get = (path: string, headers: Record<string, string> = {}) =>
  rooms().fetch(new Request(`https://rooms.test${path}`, { headers, redirect: 'manual' }), env)

describe('the protected resource document (RFC 9728)', () => {
  it.each(['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource'])(
    'is at %s, for everyone',
    async (path) => {
      const response = await get(path, { origin: 'https://anywhere.test' })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(await response.json()).toEqual({
        resource: 'https://rooms.test/mcp',
        authorization_servers: ['https://issuer.test'],
        bearer_methods_supported: ['header'],
        scopes_supported: ['rooms:read'],
        resource_name: 'Rooms',
        'resource_name#ja': '部屋',
      })
    },
  )

  it('is not there for a server without an issuer', async () => {
    const worker = createMcpWorker({
      name: 'test.rooms/open',
      version: '1.0.0',
      description: 'Open',
      url: 'https://rooms.test/mcp',
    }).mcpTool('ping', z.object({}), () => 'pong', { annotations: { readOnlyHint: true } })
    const path = '/.well-known/oauth-protected-resource/mcp'
    const response = await worker.fetch(new Request(`https://rooms.test${path}`), undefined)
    expect(response.status).toBe(404)
    expect((await worker.fetch(callRequest('ping', {}), undefined)).status).toBe(200)
  })
})

describe('older clients find the issuer', () => {
  it.each([
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/mcp',
  ])('by its own document at %s (RFC 8414)', async (path) => {
    expect(await (await get(path)).json()).toMatchObject({
      issuer: 'https://issuer.test',
      code_challenge_methods_supported: ['S256'],
    })
  })

  it('at /oauth/authorize, with the resource that they do not know of', async () => {
    const response = await get('/oauth/authorize?client_id=a&state=b%26c')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(
      'https://issuer.test/authorize?client_id=a&state=b%26c&resource=https%3A%2F%2Frooms.test%2Fmcp',
    )
  })

  it.each(['register', 'token'])('at /oauth/%s, by POST', async (name) => {
    const url = `https://rooms.test/oauth/${name}`
    const response = await rooms().fetch(new Request(url, { method: 'POST', body: 'a=b' }), env)
    expect(response.status).toBe(307)
    expect(response.headers.get('location')).toBe(`https://issuer.test/${name}`)
    expect((await get(`/oauth/${name}`)).status).toBe(404)
  })

  it('or learn that it is down', async () => {
    const down = await createTestIssuer()
    down.fail(true)
    const request = new Request('https://rooms.test/.well-known/oauth-authorization-server')
    const response = await createRoomsWorker({ fetch: down.fetch }).fetch(request, env)
    expect(response.status).toBe(503)
  })
})

describe('the server card', () => {
  it.each([
    ['/mcp/server-card', '*/*', 'application/mcp-server-card+json'],
    ['/mcp', 'application/json', 'application/json'],
  ])('is at %s for %s', async (path, accept, type) => {
    const response = await get(path, { accept })
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.json()).toMatchObject({
      name: 'test.rooms/rooms',
      version: '1.2.3',
      remotes: [
        {
          type: 'streamable-http',
          url: 'https://rooms.test/mcp',
          supportedProtocolVersions: expect.arrayContaining(['2026-07-28', '2025-11-25']),
        },
      ],
    })
  })

  it('is not sent again to who has it', async () => {
    const etag = (await get('/mcp/server-card')).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{16}"$/)
    expect((await get('/mcp/server-card', { 'if-none-match': etag })).status).toBe(304)
  })

  it('has at most 100 characters of description', async () => {
    const worker = createMcpWorker({
      name: 'test.rooms/long',
      version: '1.0.0',
      description: '長'.repeat(200),
      url: 'https://rooms.test/mcp',
    })
    const request = new Request('https://rooms.test/mcp/server-card')
    const card = (await (await worker.fetch(request, undefined)).json()) as { description: string }
    expect([...card.description]).toHaveLength(100)
  })
})

describe('the Host header', () => {
  const call = (host: string, url = env.url) =>
    createMixedWorker({ fetch: issuer.fetch }).fetch(
      callRequest('echo', { text: 'a' }, { url, headers: { host } }),
      { ...env, url },
    )

  it.each(['evil.test', 'rooms.test.evil.test', '127.0.0.1', 'localhost', ''])(
    'may not be %j',
    async (host) => expect((await call(host)).status).toBe(403),
  )

  it.each(['rooms.test', 'rooms.test:443'])('may be %j', async (host) =>
    expect((await call(host)).status).toBe(200),
  )

  it('may be any loopback name where the server has one', async () => {
    const url = 'http://localhost:4301/mcp'
    for (const host of ['localhost:4301', '127.0.0.1:4301', '[::1]:4301']) {
      expect((await call(host, url)).status).toBe(200)
    }
    expect((await call('evil.test:4301', url)).status).toBe(403)
  })

  it('does not matter for /healthz, where a balancer asks by address', async () => {
    const request = new Request('http://10.0.0.7/healthz')
    const response = await rooms().fetch(request, env)
    expect(await response.json()).toEqual({ ok: true, name: 'test.rooms/rooms', version: '1.2.3' })
  })
})

describe('the Origin header', () => {
  const worker = () =>
    createMixedWorker({ fetch: issuer.fetch, allowedOrigins: ['https://app.test'] })
  const call = (origin: string) =>
    worker().fetch(callRequest('echo', { text: 'a' }, { headers: { origin } }), env)

  it.each(['https://evil.test', 'http://app.test', 'https://app.test.evil.test', 'null', ''])(
    'may not be %j',
    async (origin) => {
      const response = await call(origin)
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 } })
    },
  )

  it.each(['https://app.test', 'https://rooms.test'])('may be %s', async (origin) => {
    const response = await call(origin)
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it('is answered before a call is made', async () => {
    const preflight = (origin: string) =>
      worker().fetch(new Request(env.url, { method: 'OPTIONS', headers: { origin } }), env)
    const allowed = await preflight('https://app.test')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')
    expect((await preflight('https://evil.test')).status).toBe(403)
  })

  it('lets an allowed page read the challenge', async () => {
    const headers = { origin: 'https://rooms.test' }
    const response = await rooms().fetch(callRequest('list_rooms', {}, { headers }), env)
    expect(response.status).toBe(401)
    expect(response.headers.get('access-control-expose-headers')).toContain('www-authenticate')
  })
})

describe('an address that is not there', () => {
  it.each(['/', '/mcp/', '/mcp/other', '/.well-known/else', '/oauth/else'])(
    '%s is 404',
    async (path) => expect((await get(path)).status).toBe(404),
  )
})
