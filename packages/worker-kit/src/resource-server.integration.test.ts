import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FORGED } from '../test/forged-tokens.ts'
import {
  callRequest,
  legacyCallRequest,
  legacyRequest,
  modernRequest,
  readMessage,
} from '../test/requests.ts'
import {
  ORIGIN,
  RESOURCE,
  serveOnNode,
  serveOnWorkerd,
  type Header,
  type Served,
} from '../test/resource-server/served.ts'

const resource = RESOURCE
const url = RESOURCE
const scopes = ['notes:read', 'notes:write']
const metadataUrl = `${ORIGIN}/.well-known/oauth-protected-resource/mcp`

const VERSIONS = [
  ['2026-07-28', callRequest, modernRequest],
  ['2025-11-25', legacyCallRequest, legacyRequest],
] as const

/** What has scopes besides tools. */
const OFFERS = [
  ['a resource', 'resources/read', { uri: 'notes://one' }],
  ['a prompt', 'prompts/get', { name: 'sum_up', arguments: { id: 'one' } }],
  [
    'the completion of a prompt',
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'sum_up' }, argument: { name: 'id', value: 'o' } },
  ],
  [
    'the completion of an address',
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'notes://{id}' }, argument: { name: 'id', value: 'o' } },
  ],
] as const

describe.each([
  ['Node', serveOnNode],
  ['workerd', serveOnWorkerd],
])('a resource server over a socket of %s', (_platform, serve) => {
  let served: Served
  let ranBefore: number
  const issued: string[] = []
  const heard: string[] = []

  beforeAll(async () => void (served = await serve()))
  afterAll(() => served?.stop())
  beforeEach(async () => void (ranBefore = await countRuns()))

  async function countRuns(): Promise<number> {
    return (await served.readLog()).filter((line) => line.startsWith('ran')).length
  }
  const ran = async () => (await countRuns()) - ranBefore

  async function send(request: Request, headers?: readonly Header[]): Promise<Response> {
    const answer = await served.send(request, headers)
    heard.push([...answer.headers].join('\n'), await answer.clone().text())
    return answer
  }

  async function issue(options: Partial<Parameters<Served['issuer']['token']>[0]> = {}) {
    const token = await served.issuer.token({ resource, scopes, ...options })
    issued.push(token)
    return token
  }

  describe.each(VERSIONS)('that is called with %s', (_version, request, rpc) => {
    it('runs with a good token', async () => {
      const token = await issue({ subject: 'aiko' })
      const answer = await send(request('write_note', { text: 'a' }, { url, token }))
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('aiko')
      expect(await ran()).toBe(1)
    })

    it('tells who has no token where tokens are from', async () => {
      const answer = await send(request('who_am_i', {}, { url }))
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer scope="notes:read", resource_metadata="${metadataUrl}"`,
      )
      expect(await ran()).toBe(0)
    })

    it.each(FORGED)('refuses a token %s', async (_name, reason, forge) => {
      const token = await forge({ issuer: served.issuer, resource, scopes, now: served.now() })
      issued.push(token)
      const answer = await send(request('who_am_i', {}, { url, token }))
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(
        new RegExp(`^Bearer error="invalid_token", .*resource_metadata="${metadataUrl}"$`),
      )
      expect(await ran()).toBe(0)
      expect((await served.readLog()).at(-1)).toBe(`refused {"reason":"${reason}"}`)
    })

    it('asks for all scopes of a tool where one is missing', async () => {
      const token = await issue({ scopes: ['notes:read'] })
      const answer = await send(request('write_note', { text: 'a' }, { url, token }))
      expect(answer.status).toBe(403)
      expect(answer.headers.get('www-authenticate')).toMatch(
        /^Bearer error="insufficient_scope", .*scope="notes:read notes:write"/,
      )
      expect(await ran()).toBe(0)
    })

    it.each(OFFERS)('asks for all scopes of %s', async (_offer, method, params) => {
      const strange = await send(rpc(method, params, { url }))
      expect(strange.status).toBe(401)
      expect(strange.headers.get('www-authenticate')).toContain('scope="notes:read notes:write"')

      const few = await issue({ scopes: ['notes:read'] })
      const missing = await send(rpc(method, params, { url, token: few }))
      expect(missing.status).toBe(403)
      expect(missing.headers.get('www-authenticate')).toContain('scope="notes:read notes:write"')
      expect(await ran()).toBe(0)

      const answer = await send(rpc(method, params, { url, token: await issue() }))
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('one')
    })

    it('takes no token from the query', async () => {
      const address = `${url}?access_token=${await issue()}`
      const answer = await send(request('who_am_i', {}, { url: address }))
      expect(answer.status).toBe(401)
      expect(await ran()).toBe(0)
    })

    it.each<[name: string, status: number, write: (token: string) => string[]]>([
      ['two tokens in two headers', 400, (token) => [`Bearer ${token}`, 'Bearer b']],
      ['the same token twice', 400, (token) => [`Bearer ${token}`, `Bearer ${token}`]],
      ['two tokens in one header', 400, (token) => [`Bearer ${token}, Bearer b`]],
      ['a header without a token', 400, () => ['Bearer']],
      ['a word too many', 400, (token) => [`Bearer ${token} b`]],
      ['another scheme', 401, (token) => [`Basic ${btoa(token)}`]],
    ])('refuses %s', async (_name, status, write) => {
      const values = write(await issue())
      const headers = values.map((value): Header => ['Authorization', value])
      const answer = await send(request('who_am_i', {}, { url }), headers)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('www-authenticate')).toContain(metadataUrl)
      expect(await ran()).toBe(0)
    })

    it('answers each of many clients with its own, at once, slowly and with the same id', async () => {
      const people = Array.from({ length: 60 }, (_, index) => `person-${index}`)
      const answers = await Promise.all(
        people.map(async (subject, index) => {
          const args = { afterMs: (index * 37) % 100 }
          const token = await issue({ subject })
          return readMessage(await send(request('who_am_i', args, { url, token, id: 7 })))
        }),
      )
      const own = people.map((text) => ({ id: 7, result: { content: [{ text }] } }))
      expect(answers).toMatchObject(own)
    })

    it('refuses a token that it remembers as soon as it has expired', async () => {
      const token = await issue({ expiresIn: 60 })
      const call = () => send(request('who_am_i', {}, { url, token }))
      expect((await call()).status).toBe(200)
      await served.pass(91_000)
      expect((await call()).status).toBe(401)
    })

    it('refuses a token that it remembers when its key was taken back', async () => {
      const call = (token: string) => send(request('who_am_i', {}, { url, token }))
      const token = await issue({ expiresIn: 3600 })
      expect((await call(token)).status).toBe(200)
      await served.issuer.replaceKeys()
      await served.pass(11 * 60_000)
      expect((await call(token)).status).toBe(401)
      expect((await call(await issue())).status).toBe(200)
    })

    it.each(['http://evil.test', 'null', `${ORIGIN}.evil.test`, 'http://localhost:1'])(
      'refuses a page of %s',
      async (origin) => {
        const token = await issue()
        const answer = await send(request('who_am_i', {}, { url, token }), [['Origin', origin]])
        expect(answer.status).toBe(403)
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
        expect(await ran()).toBe(0)
      },
    )

    it.each(['evil.test', 'evil.test:4996', 'localhost.evil.test', '10.0.0.1'])(
      'refuses a stranger by the name of %s (DNS rebinding)',
      async (host) => {
        const token = await issue()
        const answer = await send(request('who_am_i', {}, { url, token }), [['Host', host]])
        expect(answer.status).toBe(403)
        expect(await ran()).toBe(0)
      },
    )

    it.each<[name: string, headers: Header[]]>([
      ['told', []],
      ['not told', [['Transfer-Encoding', 'chunked']]],
    ])('refuses a body that is too large, its length %s', async (_name, headers) => {
      const text = 'a'.repeat(100_000)
      const token = await issue()
      const answer = await send(request('write_note', { text }, { url, token }), headers)
      expect(answer.status).toBe(413)
      expect(await ran()).toBe(0)
    })

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
      'refuses a body of the type %s',
      async (type) => {
        const token = await issue()
        const headers = { 'content-type': type }
        const answer = await send(request('who_am_i', {}, { url, token, headers }))
        expect(answer.status).toBe(415)
        expect(await ran()).toBe(0)
      },
    )

    it('runs nothing of a batch that holds a call which is not allowed', async () => {
      const token = await issue({ scopes: ['notes:read'] })
      const one = await request('sum', { a: 1, b: 2 }, { url, token, id: 1 }).json()
      const other = request('write_note', { text: 'a' }, { url, token, id: 2 })
      const body = JSON.stringify([one, await other.clone().json()])
      const answer = await send(new Request(url, { method: 'POST', headers: other.headers, body }))
      expect(answer.status).toBe(403)
      expect(await ran()).toBe(0)
    })
  })

  it.each<[name: string, headers: Record<string, string>]>([
    ['the method', { 'mcp-method': 'tools/list' }],
    ['the case of the method', { 'mcp-method': 'Tools/Call' }],
    ['the tool', { 'mcp-name': 'write_note' }],
    ['the case of the tool', { 'mcp-name': 'Sum' }],
    ['the version', { 'mcp-protocol-version': '2025-11-25' }],
  ])('refuses a call whose header tells another story than its body of %s', async (_, headers) => {
    const token = await issue()
    const answer = await send(callRequest('sum', { a: 1, b: 2 }, { url, token, headers }))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ id: 1, error: { code: -32020 } })
    expect(await ran()).toBe(0)
  })

  it.each([
    ['a resource', 'resources/read', { uri: 'notes://one' }, 'notes://two'],
    ['a prompt', 'prompts/get', { name: 'sum_up', arguments: { id: 'one' } }, 'other'],
  ])('refuses %s whose name in the header is another', async (_name, method, params, other) => {
    const options = { url, token: await issue(), headers: { 'mcp-name': other } }
    const answer = await send(modernRequest(method, params, options))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: -32020 } })
    expect(await ran()).toBe(0)
  })

  it.each(['mcp-method', 'mcp-name', 'mcp-protocol-version'])(
    'refuses a call of 2026-07-28 without %s',
    async (name) => {
      const request = callRequest('sum', { a: 1, b: 2 }, { url })
      request.headers.delete(name)
      const answer = await send(request)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ error: { code: -32020 } })
      expect(await ran()).toBe(0)
    },
  )

  it.each([metadataUrl, `${ORIGIN}/.well-known/oauth-protected-resource`])(
    'names its issuer at %s, to everyone (RFC 9728)',
    async (address) => {
      const answer = await send(new Request(address), [['Origin', 'https://anywhere.test']])
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(await answer.json()).toMatchObject({
        resource,
        authorization_servers: [served.issuer.issuer],
        bearer_methods_supported: ['header'],
      })
    },
  )

  it('tells nothing of a fault but its id', async () => {
    const token = await issue()
    const answer = await send(callRequest('write_note', { text: 'broken' }, { url, token }))
    const { content } = (await answer.json()).result
    const [, id = 'none'] = /^Something went wrong \(([\da-f-]{36})\)$/.exec(content[0].text) ?? []
    const line = (await served.readLog()).find((line) => line.includes('The store is gone'))
    expect(line).toContain(id)
  })

  it('leaves no token in any of these answers, or in the log', async () => {
    const told = [...heard, ...(await served.readLog())].join('\n')
    // Without its signature a token is worth nothing, and the rest of it tells who a person is.
    const parts = issued.flatMap((token) => token.split('.')).filter((part) => part.length > 60)
    expect(parts.length).toBeGreaterThan(300)
    expect(parts.filter((part) => told.includes(part))).toEqual([])
  })
})
