import { beforeAll, describe, expect, it } from 'vitest'
import { createMixedWorker, createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { createTestIssuer, type TestIssuer } from '../testing.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
let issuer: TestIssuer

beforeAll(async () => {
  issuer = await createTestIssuer()
})

const mixed = () => createMixedWorker({ fetch: issuer.fetch, log: silent })
const rooms = () => createRoomsWorker({ fetch: issuer.fetch, log: silent })

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`https://rooms.test${path}`, { headers })

const post = (tool: string, body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(`https://rooms.test/mcp/tools/${tool}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

describe('GET /mcp/tools', () => {
  it('lists the tools with their schemas and scopes', async () => {
    const response = await mixed().fetch(get('/mcp/tools'), env)
    const { tools } = (await response.json()) as { tools: Record<string, unknown>[] }
    expect(tools).toHaveLength(8)
    expect(tools[2]).toEqual({
      name: 'write_note',
      inputSchema: {
        type: 'object',
        properties: { text: { type: 'string' } },
        required: ['text'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: false, destructiveHint: false },
      scopes: ['notes:write'],
      translations: {},
    })
  })

  it('keeps the list of a closed server from strangers', async () => {
    expect((await rooms().fetch(get('/mcp/tools'), env)).status).toBe(401)
    expect((await rooms().fetch(get('/mcp/tools/book_room'), env)).status).toBe(401)
    expect((await rooms().fetch(get('/mcp/tools/nothing'), env)).status).toBe(401)

    const authorization = `Bearer ${await issuer.token({ resource: env.url })}`
    expect((await rooms().fetch(get('/mcp/tools', { authorization }), env)).status).toBe(200)
  })
})

describe('GET /mcp/tools/:tool', () => {
  it('describes one tool', async () => {
    const response = await mixed().fetch(get('/mcp/tools/sum'), env)
    expect(await response.json()).toMatchObject({ name: 'sum', outputSchema: { type: 'object' } })
  })
})

describe('POST /mcp/tools/:tool', () => {
  it('answers with the data alone, or with content blocks where there is none', async () => {
    const sum = await mixed().fetch(post('sum', '{"a":1,"b":2}'), env)
    expect(await sum.json()).toEqual({ sum: 3 })
    const echo = await mixed().fetch(post('echo', '{"text":"hi"}'), env)
    expect(await echo.json()).toEqual({ content: [{ type: 'text', text: 'hi' }] })
  })

  it.each([
    ['broken JSON', post('sum', '{"a":'), 400, 'ERR_JSON_INVALID'],
    ['a list', post('sum', '[1,2]'), 400, 'ERR_ARGUMENTS_INVALID'],
    ['a wrong type', post('sum', '{"a":"x","b":2}'), 400, 'ERR_ARGUMENTS_INVALID'],
    ['an unknown field', post('sum', '{"a":1,"b":2,"c":3}'), 400, 'ERR_ARGUMENTS_INVALID'],
    [
      'a form',
      post('sum', 'a=1', { 'content-type': 'text/plain' }),
      415,
      'ERR_MEDIA_TYPE_UNSUPPORTED',
    ],
    ['10 MB', post('sum', ' '.repeat(10_485_760)), 413, 'ERR_BODY_TOO_LARGE'],
    ['an unknown tool', post('nothing', '{}'), 404, 'ERR_NOT_FOUND'],
    ['a tool of the language', post('__proto__', '{}'), 404, 'ERR_NOT_FOUND'],
    ['a path that climbs', post('..%2f..%2fetc', '{}'), 404, 'ERR_NOT_FOUND'],
    ['a path that is no text', post('%ff', '{}'), 404, 'ERR_NOT_FOUND'],
    ['a tool that fails', post('break_output', '{}'), 500, 'ERR_INTERNAL'],
  ])('answers %s with a problem document', async (_case, request, status, code) => {
    const response = await mixed().fetch(request, env)
    const text = await response.text()
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status, code })
    expect(text).not.toMatch(/secret text|\.ts|\n +at /)
  })

  it('tells each place that does not fit', async () => {
    const response = await mixed().fetch(post('sum', '{"a":"x"}'), env)
    expect(await response.json()).toMatchObject({
      issues: [{ path: 'a' }, { path: 'b', message: 'is required' }],
    })
  })

  it("answers a tool's refusal with its code", async () => {
    const scopes = ['rooms:read', 'rooms:write']
    const authorization = `Bearer ${await issuer.token({ resource: env.url, scopes })}`
    const request = post('book_room', '{"room":"taken"}', { authorization })
    const response = await rooms().fetch(request, env)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'ERR_ROOM_TAKEN',
      detail: 'Cannot book room "taken": it is taken',
    })
  })

  it('knows no other methods', async () => {
    const request = new Request('https://rooms.test/mcp/tools/sum', { method: 'DELETE' })
    const response = await mixed().fetch(request, env)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, POST')
  })
})
