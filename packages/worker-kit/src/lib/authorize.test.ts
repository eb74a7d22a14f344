import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FORGED } from '../../test/forged-tokens.ts'
import { callRequest, legacyCallRequest } from '../../test/requests.ts'
import { createMixedWorker, createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { createTestIssuer, type TestIssuer } from '../testing.ts'

const NOW = Date.UTC(2026, 10, 22)
const resource = env.url
const metadata = 'resource_metadata="https://rooms.test/.well-known/oauth-protected-resource/mcp"'
const scopes = ['rooms:read', 'rooms:write']

let issuer: TestIssuer
const ran: string[] = []
const refused: unknown[] = []

beforeAll(async () => {
  issuer = await createTestIssuer({ now: () => NOW })
})
beforeEach(() => {
  ran.length = 0
  refused.length = 0
  issuer.fail(false)
})

const options = () => ({
  fetch: issuer.fetch,
  now: () => NOW,
  onRun: (tool: string) => void ran.push(tool),
  hooks: { authRefused: (refusal: unknown) => void refused.push(refusal) },
})

function restRequest(name: string, args: unknown, { token }: { token?: string | undefined } = {}) {
  return new Request(`https://rooms.test/mcp/tools/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  })
}

const DOORS = [
  ['MCP 2026-07-28', callRequest],
  ['MCP 2025-11-25', legacyCallRequest],
  ['plain HTTP', restRequest],
] as const

describe.each(DOORS)('a call through %s', (_door, request) => {
  it('runs with a token that has every scope', async () => {
    const worker = createRoomsWorker(options())
    const token = await issuer.token({ resource, scopes })
    const response = await worker.fetch(request('book_room', { room: 'a' }, { token }), env)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('person-1')
    expect(ran).toEqual(['book_room'])
  })

  it('without a token is told where to begin, with the least scopes and no error', async () => {
    const worker = createRoomsWorker(options())
    const response = await worker.fetch(request('list_rooms', {}), env)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(`Bearer scope="rooms:read", ${metadata}`)
    expect(ran).toEqual([])
    expect(refused).toMatchObject([{ reason: 'no_token', status: 401 }])
  })

  it.each(FORGED)(
    'with a token %s is refused, and nothing runs (RFC 6750 §3.1)',
    async (_name, reason, forge) => {
      const worker = createRoomsWorker(options())
      const token = await forge({ issuer, resource, scopes, now: NOW })
      const response = await worker.fetch(request('list_rooms', {}, { token }), env)
      const body = await response.text()

      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe(
        'Bearer error="invalid_token", error_description="The access token is not valid here, or no longer", ' +
          `scope="rooms:read", ${metadata}`,
      )
      expect(response.headers.get('cache-control')).toBe('no-store')
      // The caller learns the same whatever was wrong; the log learns why.
      expect(body).toContain('The access token is not valid here, or no longer')
      expect(refused).toMatchObject([{ reason }])
      expect(ran).toEqual([])
    },
  )

  it('without a scope is told all scopes of that tool', async () => {
    const worker = createRoomsWorker(options())
    const token = await issuer.token({ resource, scopes: ['rooms:read'] })
    const response = await worker.fetch(request('book_room', { room: 'a' }, { token }), env)
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", error_description="This needs more scopes than the token has", ' +
        `scope="rooms:read rooms:write", ${metadata}`,
    )
    expect(ran).toEqual([])
  })

  it('waits for no issuer that is down, and blames no token', async () => {
    const worker = createRoomsWorker(options())
    const token = await issuer.token({ resource, scopes })
    issuer.fail(true)
    const response = await worker.fetch(request('list_rooms', {}, { token }), env)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect(ran).toEqual([])
  })
})

describe.each(DOORS)('an open tool through %s', (_door, request) => {
  it('runs without a token, and knows nobody', async () => {
    const worker = createMixedWorker(options())
    const response = await worker.fetch(request('who_am_i', {}), env)
    expect(await response.text()).toContain('nobody')
  })

  it('knows the person of a token', async () => {
    const worker = createMixedWorker(options())
    const token = await issuer.token({ resource, subject: 'aiko' })
    const response = await worker.fetch(request('who_am_i', {}, { token }), env)
    expect(await response.text()).toContain('aiko')
  })

  it('knows the server that acts for the person (RFC 8693 §4.1)', async () => {
    const worker = createMixedWorker(options())
    const claims = { act: { sub: 'order', act: { sub: 'graph' } } }
    const token = await issuer.token({ resource, subject: 'aiko', claims })
    const response = await worker.fetch(request('who_am_i', {}, { token }), env)
    expect(await response.text()).toMatch(/aiko.*order/)
  })

  it('refuses a token that is sent and is bad', async () => {
    const worker = createMixedWorker(options())
    const token = await issuer.token({ resource, expiresIn: -60 })
    const response = await worker.fetch(request('who_am_i', {}, { token }), env)
    expect(response.status).toBe(401)
  })

  it('stands beside one whose 401 names the scopes of that tool', async () => {
    const worker = createMixedWorker(options())
    const response = await worker.fetch(request('write_note', { text: 'a' }), env)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('scope="notes:write"')
    expect(ran).toEqual([])
  })
})

describe('an Authorization header', () => {
  it.each([
    ['of another scheme', 'Basic YTpi', 401],
    ['with two tokens', 'Bearer a, Bearer b', 400],
    ['without a token', 'Bearer', 400],
  ])('%s is refused', async (_name, authorization, status) => {
    const worker = createMixedWorker(options())
    const request = callRequest('who_am_i', {}, { headers: { authorization } })
    const response = await worker.fetch(request, env)
    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toContain(metadata)
  })

  it('is the only place: a token in the query counts for nothing', async () => {
    const worker = createRoomsWorker(options())
    const token = await issuer.token({ resource, scopes })
    const url = `https://rooms.test/mcp?access_token=${token}`
    expect((await worker.fetch(callRequest('list_rooms', {}, { url }), env)).status).toBe(401)
  })
})

describe('a batch of 2025', () => {
  it('runs nothing when one of its calls is not allowed', async () => {
    const worker = createMixedWorker(options())
    const call = (id: number, name: string) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: { text: 'a' } },
    })
    const request = new Request('https://rooms.test/mcp', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify([call(1, 'echo'), call(2, 'write_note')]),
    })
    expect((await worker.fetch(request, env)).status).toBe(401)
    expect(ran).toEqual([])
  })
})
