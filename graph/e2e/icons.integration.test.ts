import { movingPng, PICTURES, pngOfSize } from '@toolgraph/safe-fetch/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getIcon } from '../src/icons/get-icon.ts'
import { createTestGraph, GRAPH_URL, manifest, type TestGraph } from './graph-fixture.ts'

const ORIGIN = 'https://pictures.example'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
const DAY_MS = 86_400_000

interface Listed {
  name: string
  iconUrl?: string
}

type Answer = (request: Request) => Response
/** What stands at a path of the origin, and who asked for it. */
const pictures = new Map<string, Answer>()
const asked: Request[] = []
const timesAsked = (path: string) => asked.filter(({ url }) => url === ORIGIN + path).length

let graph: TestGraph

beforeAll(async () => {
  graph = await createTestGraph()
  graph.host(ORIGIN, (request) => {
    asked.push(request)
    const answer = pictures.get(new URL(request.url).pathname)
    return answer ? answer(request) : new Response(null, { status: 404 })
  })
})
afterAll(() => graph?.close())

const as =
  (type: string, body: BodyInit, other: ResponseInit = {}): Answer =>
  () =>
    new Response(body, { ...other, headers: { 'content-type': type, ...other.headers } })

/** Publishes a server with these icons; its name is `com.example/<name>`. */
async function publish(name: string, icons: unknown, other: object = {}): Promise<string> {
  const body = manifest(name, { icons, ...other })
  const answer = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
  // 200 where the version stands already.
  expect([200, 201], answer.text).toContain(answer.status)
  return answer.body.id
}

const at = (path: string, other: object = {}) => ({ src: ORIGIN + path, ...other })
const iconOf = (reference: string, init?: RequestInit, as?: string) =>
  graph.fetch(`/registry/servers/${encodeURIComponent(reference)}/icon`, init, as)
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('the icon of a server', () => {
  it('is what its manifest names: by its id, its name, and a name that it had before', async () => {
    pictures.set('/named.png', as('image/png', PICTURES.png))
    const id = await publish('named', [at('/named.png', { mimeType: 'image/png' })])
    const renamed = await graph.graphql(
      `mutation ($id: ID!) { renameServer(serverId: $id, name: "com.example/renamed") { __typename } }`,
      { id: (await graph.graphql('{ server(name: "com.example/named") { id } }')).data.server.id },
      'aiko',
    )
    expect(renamed.data.renameServer.__typename).toBe('RenameServerSuccess')

    for (const reference of [id, id.toUpperCase(), 'com.example/renamed', 'com.example/named']) {
      const response = await iconOf(reference)
      expect(response.status, reference).toBe(200)
      expect(response.headers.get('content-type')).toBe('image/png')
      expect(await bytesOf(response)).toEqual(PICTURES.png)
    }
    expect((await graph.fetch('/registry/servers/com.example/renamed/icon')).status).toBe(200)
    expect(timesAsked('/named.png')).toBe(1)
  })

  it('may do nothing when it is opened by itself, and is what it says', async () => {
    pictures.set('/own.svg', as('image/svg+xml; charset=utf-8', SVG))
    await publish('own', [at('/own.svg')])
    const { headers } = await iconOf('com.example/own')
    expect(headers.get('content-type')).toBe('image/svg+xml')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    )
    expect(headers.get('cache-control')).toBe(
      'public, max-age=86400, stale-while-revalidate=604800',
    )
  })

  it('is not sent again to who has it', async () => {
    const etag = (await iconOf('com.example/own')).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await iconOf('com.example/own', { headers: { 'if-none-match': known } })
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
    }
    const other = await iconOf('com.example/own', { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
  })

  it('is for those who see the server: kept by no cache, and not there for others', async () => {
    pictures.set('/private.png', as('image/png', PICTURES.png))
    await publish('private', [at('/private.png')], { visibility: 'private' })
    const own = await iconOf('com.example/private', {}, 'aiko')
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    for (const caller of ['ben', undefined]) {
      const none = await iconOf('com.example/private', {}, caller)
      expect([none.status, (await none.json()).code]).toEqual([404, 'ERR_SERVER_NOT_FOUND'])
    }
  })

  it('is asked for with nothing of the one who looks', async () => {
    pictures.set('/asked.png', as('image/png', PICTURES.png))
    await publish('asked', [at('/asked.png')])
    const headers = { cookie: 'secret=1', referer: 'https://a.example/', 'if-none-match': '"x"' }
    await iconOf('com.example/asked', { headers }, 'aiko')
    const request = asked.find(({ url }) => url.endsWith('/asked.png'))
    expect([...(request?.headers.keys() ?? [])]).toEqual(['accept'])
  })

  it('is the one for the background', async () => {
    pictures.set('/light.svg', as('image/svg+xml', SVG))
    pictures.set('/dark.png', as('image/png', PICTURES.png))
    await publish('themed', [
      at('/light.svg', { theme: 'light' }),
      at('/dark.png', { theme: 'dark' }),
    ])
    const type = async (query: string) =>
      (await graph.fetch(`/registry/servers/com.example%2Fthemed/icon${query}`)).headers.get(
        'content-type',
      )
    expect(await type('')).toBe('image/svg+xml')
    expect(await type('?theme=light')).toBe('image/svg+xml')
    expect(await type('?theme=dark')).toBe('image/png')
    const wrong = await graph.rest('GET', '/registry/servers/com.example%2Fthemed/icon?theme=x')
    expect([wrong.status, wrong.body.code]).toEqual([422, 'ERR_INPUT_INVALID'])
  })

  it('may stand in the manifest itself: then nobody is asked', async () => {
    const png = `data:image/png;base64,${Buffer.from(PICTURES.png).toString('base64')}`
    const svg = `data:image/svg+xml,${encodeURIComponent(SVG)}`
    for (const [name, src, bytes] of [
      ['inline-png', png, PICTURES.png],
      ['inline-svg', svg, new TextEncoder().encode(SVG)],
    ] as const) {
      await publish(name, [{ src }])
      expect(await bytesOf(await iconOf(`com.example/${name}`))).toEqual(bytes)
    }
    await publish('inline-false', [{ src: png.replace('image/png', 'image/svg+xml') }])
    expect((await iconOf('com.example/inline-false')).status).toBe(502)
  })

  it('is another one as soon as the publisher names another one', async () => {
    pictures.set('/old.png', as('image/png', PICTURES.png))
    pictures.set('/new.jpeg', as('image/jpeg', PICTURES.jpeg))
    const type = async () => (await iconOf('com.example/changing')).headers.get('content-type')
    await publish('changing', [at('/old.png')])
    expect(await type()).toBe('image/png')
    await publish('changing', [at('/new.jpeg')])
    expect(await type()).toBe('image/jpeg')
    await publish('changing', undefined, { version: '2.0.0' })
    expect((await iconOf('com.example/changing')).status).toBe(404)
  })

  it('is the one of a server.json, too', async () => {
    const serverJson = {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'com.example/standard',
      version: '1.0.0',
      description: 'A server with a picture',
      icons: [at('/old.png', { mimeType: 'image/png', sizes: ['96x96'] })],
    }
    const body = JSON.stringify(serverJson)
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body }
    expect((await graph.fetch('/v0.1/publish', init, 'aiko')).status).toBe(200)
    expect((await iconOf('com.example/standard')).status).toBe(200)
  })

  it('stands beside servers that are called so', async () => {
    pictures.set('/icon.png', as('image/png', PICTURES.png))
    await publish('icon', [at('/icon.png')])
    const server = await graph.rest('GET', '/registry/servers/com.example/icon')
    expect(server.body.name).toBe('com.example/icon')
    for (const path of ['com.example/icon/icon', 'com.example%2ficon/icon'])
      expect((await graph.fetch(`/registry/servers/${path}`)).status, path).toBe(200)
  })

  it('has its address in GraphQL, where there is one', async () => {
    const id = await publish('addressed', [at('/named.png')])
    await publish('plain', undefined)
    const query = `{
      addressed: server(name: "com.example/addressed") { iconUrl }
      inline: server(name: "com.example/inline-svg") { iconUrl }
      plain: server(name: "com.example/plain") { iconUrl }
    }`
    const { data } = await graph.graphql(query)
    expect(data.addressed.iconUrl).toBe(`${GRAPH_URL}/registry/servers/${id}/icon`)
    expect(data.inline.iconUrl).toMatch(/\/icon$/)
    expect(data.plain.iconUrl).toBeNull()
    const none = await graph.rest('GET', '/registry/servers/com.example%2Fplain/icon')
    expect([none.status, none.body.code]).toEqual([404, 'ERR_ICON_NOT_FOUND'])
  })

  it('has its address in REST too, in lists and alone, and for agents where all is told of a server', async () => {
    const [withIcon, plain] = ['shown', 'bare']
    const id = await publish(withIcon, [at('/named.png')], { tags: ['pictured'] })
    await publish(plain, undefined, { tags: ['pictured'] })
    const address = `${GRAPH_URL}/registry/servers/${id}/icon`
    for (const wish of ['', '&q=shown']) {
      const { body } = await graph.rest('GET', `/search?tag=pictured${wish}`)
      const icons = body.servers.map((server: Listed) => [server.name, server.iconUrl])
      expect(Object.fromEntries(icons)['com.example/shown']).toBe(address)
      expect(Object.fromEntries(icons)['com.example/bare']).toBeUndefined()
    }
    expect((await graph.rest('GET', `/registry/servers/${id}`)).body.iconUrl).toBe(address)

    const session = await graph.mcp()
    const call = async (name: string, args: object) => {
      const outcome = await session.callTool({ name, args: { ...args } })
      return 'result' in outcome ? Object(outcome.result.structuredContent) : {}
    }
    expect((await call('get_server', { server: id })).iconUrl).toBe(address)
    const { servers } = await call('search_servers', { query: 'shown', tags: ['pictured'] })
    expect(servers[0].name).toBe('com.example/shown')
    expect(servers[0]).not.toHaveProperty('iconUrl')
    await session.close()
  })

  it('is described in OpenAPI as the pictures that it may be', async () => {
    const { paths } = (await graph.rest('GET', '/openapi.json')).body
    const { content } = paths['/registry/servers/{id}/icon'].get.responses[200]
    expect(Object.keys(content)).toEqual(['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'])
  })
})

describe('what is believed to be a picture', () => {
  it.each([
    ['png', 'image/png', PICTURES.png, undefined],
    ['jpeg', 'image/jpg', PICTURES.jpeg, 'image/jpeg'],
    ['webp', 'image/webp', PICTURES.webp, undefined],
    ['bytes', 'application/octet-stream', PICTURES.png, 'image/png'],
    ['text', 'text/plain; charset=utf-8', SVG, 'image/svg+xml'],
  ] as const)('is: %s, called %s', async (name, type, body, mimeType) => {
    pictures.set(`/good-${name}`, as(type, body))
    await publish(`good-${name}`, [at(`/good-${name}`, mimeType ? { mimeType } : {})])
    expect((await iconOf(`com.example/good-${name}`)).status).toBe(200)
  })

  const html = '<!doctype html><script>alert(1)</script>'
  it.each<[string, Answer, string?]>([
    ['a page that says it is a picture', as('image/png', html)],
    ['a picture that says it is a page', as('text/html', PICTURES.png)],
    ['a picture of another kind than it says', as('image/svg+xml', PICTURES.png)],
    [
      'a picture of another kind than the manifest says',
      as('image/png', PICTURES.png),
      'image/webp',
    ],
    ['a page that says nothing', as('', html)],
    ['a GIF', as('image/gif', 'GIF89a\x01\x00\x01\x00')],
    ['one that moves', as('image/png', movingPng())],
    ['one that is too large when it is drawn', as('image/png', pngOfSize(30_000, 30_000))],
    ['one of too many bytes', as('image/svg+xml', SVG + ' '.repeat(256 * 1024))],
    [
      'one that tells its size first',
      as('image/png', PICTURES.png, { headers: { 'content-length': '999999' } }),
    ],
    ['a stream of events', as('text/event-stream', 'data: 1\n\n')],
    ['SVG with entities', as('image/svg+xml', `<!DOCTYPE svg [<!ENTITY a "a">]>${SVG}`)],
    ['nothing', as('image/png', '')],
    ['a refusal', as('image/png', PICTURES.png, { status: 403 })],
    ['a redirect into the own network', () => Response.redirect('https://127.0.0.1/icon.png')],
    ['a redirect without end', ({ url }) => Response.redirect(url)],
    [
      'a break',
      () => {
        throw new Error('socket hang up')
      },
    ],
  ])('is not: %s', async (what, answer, mimeType) => {
    const name = `bad-${pictures.size}`
    pictures.set(`/${name}`, answer)
    await publish(name, [at(`/${name}`, mimeType ? { mimeType } : {})])
    const { status, headers, body } = await graph.rest(
      'GET',
      `/registry/servers/com.example%2F${name}/icon`,
    )
    expect(status, what).toBe(502)
    expect(headers.get('content-type')).toBe('application/problem+json')
    // The same words for all of them: which it was would tell of the network.
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Bad Gateway',
      status: 502,
      code: 'ERR_ICON_UNAVAILABLE',
      detail: `Cannot show the icon of server "com.example/${name}": there is no such picture just now where it is said to be`,
    })
  })
})

describe('where a picture stands', () => {
  const start = Date.parse('2027-03-01T00:00:00Z')
  const lookAt = (name: string, ms: number) =>
    getIcon(
      { ...graph.services, viewer: undefined, now: () => new Date(start + ms) },
      { reference: `com.example/${name}` },
    )

  it('is asked once by all who look at the same time, and then once a day', async () => {
    pictures.set('/daily', as('image/png', PICTURES.png))
    await publish('daily', [at('/daily')])
    const looks = Array.from({ length: 10 }, () => lookAt('daily', 0).catch(() => undefined))
    await Promise.all(looks)
    expect(timesAsked('/daily')).toBe(1)

    await lookAt('daily', DAY_MS - 1)
    expect(timesAsked('/daily')).toBe(1)
    pictures.set('/daily', as('image/jpeg', PICTURES.jpeg))
    expect((await lookAt('daily', DAY_MS)).type).toBe('image/jpeg')
    expect(timesAsked('/daily')).toBe(2)
  })

  it('may be away: the picture of before is shown, and it is asked again after ten minutes', async () => {
    pictures.delete('/daily')
    expect((await lookAt('daily', 3 * DAY_MS)).type).toBe('image/jpeg')
    expect((await lookAt('daily', 3 * DAY_MS + 599_999)).type).toBe('image/jpeg')
    expect(timesAsked('/daily')).toBe(3)
    expect((await lookAt('daily', 3 * DAY_MS + 600_000)).type).toBe('image/jpeg')
    expect(timesAsked('/daily')).toBe(4)
  })

  it('is forgotten after a week in which it was not read', async () => {
    const count = () => graph.database.serverIcon.count({ where: { src: `${ORIGIN}/daily` } })
    await graph.services.icons.prune(new Date(start + 8 * DAY_MS - 1))
    expect(await count()).toBe(1)
    await graph.services.icons.prune(new Date(start + 8 * DAY_MS + 1))
    expect(await count()).toBe(0)
    await expect(lookAt('daily', 9 * DAY_MS)).rejects.toMatchObject({
      code: 'ERR_ICON_UNAVAILABLE',
    })
  })

  it('is not asked again while it fails, for ten minutes', async () => {
    await publish('absent', [at('/absent')])
    for (const ms of [0, 1, 599_999]) await lookAt('absent', ms).catch(() => {})
    expect(timesAsked('/absent')).toBe(1)
    pictures.set('/absent', as('image/png', PICTURES.png))
    expect((await lookAt('absent', 600_000)).type).toBe('image/png')
  })
})

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})
