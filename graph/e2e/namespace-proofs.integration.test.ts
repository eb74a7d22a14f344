import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, type TestGraph } from './graph-fixture.ts'
import { curveKey, domainProof, edwardsKey, moment, serverJson, type Key } from './proof-keys.ts'

let graph: TestGraph
beforeAll(async () => void (graph = await createTestGraph()))
afterAll(() => graph?.close())

async function post(path: string, body: unknown, bearer?: string) {
  const response = await graph.fetch(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), headers: response.headers }
}

const holder = (namespace: string) =>
  graph.database.mcpNamespace.findUnique({ where: { namespace }, include: { owner: true } })

describe('POST /v0.1/auth/dns', () => {
  it.each([
    ['Ed25519', edwardsKey()],
    ['P-384', curveKey()],
  ])(
    'gives a token for a proof by %s, that publishes in the namespace and below it',
    async (name, key) => {
      const label = name.toLowerCase().replace('-', '')
      graph.txt(`${label}.dev`, ['v=spf1 -all', key.record])
      const { status, body } = await post('/v0.1/auth/dns', domainProof(`${label}.dev`, key))
      expect(status).toBe(200)
      expect(body.expires_at - Date.now() / 1000).toBeGreaterThan(290)
      expect(body.expires_at - Date.now() / 1000).toBeLessThanOrEqual(300)

      for (const server of [`dev.${label}/weather`, `dev.${label}.team/weather`]) {
        const published = await post('/v0.1/publish', serverJson(server), body.registry_token)
        expect(published).toMatchObject({ status: 200, body: { server: { name: server } } })
      }
      const { data } = await graph.graphql(
        `{ server(name: "dev.${label}/weather") { isVerified owner { name namespaces { namespace isProven includesChildren } } } }`,
      )
      expect(data.server).toEqual({
        isVerified: true,
        owner: {
          name: `${label}.dev`,
          namespaces: [{ namespace: `dev.${label}`, isProven: true, includesChildren: true }],
        },
      })
    },
  )

  it('gives a token that is good for nothing else', async () => {
    const key = edwardsKey()
    graph.txt('narrow.dev', [key.record])
    const { body } = await post('/v0.1/auth/dns', domainProof('narrow.dev', key))
    for (const name of ['dev.other/x1', 'dev.narrowed/x1', 'dev/x1', 'com.narrow.dev/x1'])
      expect(await post('/v0.1/publish', serverJson(name), body.registry_token)).toMatchObject({
        status: 403,
        body: { code: 'ERR_NAMESPACE_TAKEN' },
      })
    const reads = await graph.fetch('/registry/servers/dev.narrow%2Fx1', {
      headers: { authorization: `Bearer ${body.registry_token}` },
    })
    expect(reads.status).toBe(401)
  })

  it.each<[string, number, string, (key: Key) => object]>([
    [
      'an old moment',
      401,
      'ERR_PROOF_INVALID',
      (key) => domainProof('bad.dev', key, new Date(Date.now() - 20_000).toISOString()),
    ],
    [
      'a moment to come',
      401,
      'ERR_PROOF_INVALID',
      (key) => domainProof('bad.dev', key, new Date(Date.now() + 60_000).toISOString()),
    ],
    ['another key', 401, 'ERR_PROOF_INVALID', () => domainProof('bad.dev', edwardsKey())],
    [
      'a signature of another moment',
      401,
      'ERR_PROOF_INVALID',
      (key) => ({ ...domainProof('bad.dev', key), timestamp: moment() }),
    ],
    ['a domain without a record', 401, 'ERR_PROOF_INVALID', (key) => domainProof('none.dev', key)],
    [
      'a subdomain of the one with the record',
      401,
      'ERR_PROOF_INVALID',
      (key) => domainProof('www.bad.dev', key),
    ],
    ['no moment', 422, 'ERR_INPUT_INVALID', (key) => domainProof('bad.dev', key, 'yesterday')],
    [
      'no signature',
      422,
      'ERR_INPUT_INVALID',
      (key) => ({ ...domainProof('bad.dev', key), signed_timestamp: 'xyz' }),
    ],
    ['an address', 422, 'ERR_INPUT_INVALID', (key) => domainProof('127.0.0.1', key)],
    ['a port', 422, 'ERR_INPUT_INVALID', (key) => domainProof('bad.dev:53', key)],
    ['nothing', 422, 'ERR_INPUT_INVALID', () => ({})],
  ])('refuses %s', async (_what, status, code, proof) => {
    const key = edwardsKey()
    graph.txt('bad.dev', [key.record])
    expect(await post('/v0.1/auth/dns', proof(key))).toMatchObject({ status, body: { code } })
    expect(await holder('dev.bad')).toBeNull()
  })

  it('takes a signed moment once, whatever it is shown for', async () => {
    const key = edwardsKey()
    graph.txt('once.dev', [key.record])
    graph.txt('twice.dev', [key.record])
    const proof = domainProof('once.dev', key)
    const both = await Promise.all([post('/v0.1/auth/dns', proof), post('/v0.1/auth/dns', proof)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const other = await post('/v0.1/auth/dns', { ...proof, domain: 'twice.dev' })
    expect(other).toMatchObject({ status: 401, body: { code: 'ERR_PROOF_INVALID' } })
  })

  it('CVE-2026-45781: does not verify what cannot be read just now', async () => {
    graph.txt('busy.dev', 'unreadable')
    expect(await post('/v0.1/auth/dns', domainProof('busy.dev', edwardsKey()))).toMatchObject({
      status: 503,
      body: { code: 'ERR_PROOF_UNREADABLE' },
    })
    expect(await holder('dev.busy')).toBeNull()
  })

  it('gives a token that ends after five minutes, and of which only a digest is kept', async () => {
    const key = edwardsKey()
    graph.txt('brief.dev', [key.record])
    const { body } = await post('/v0.1/auth/dns', domainProof('brief.dev', key))
    const rows = await graph.database.registryToken.findMany()
    expect(JSON.stringify(rows)).not.toContain(body.registry_token)
    await graph.database.registryToken.updateMany({ data: { expiresAt: new Date() } })
    const late = await post('/v0.1/publish', serverJson('dev.brief/x1'), body.registry_token)
    expect(late).toMatchObject({ status: 401, body: { code: 'ERR_REGISTRY_TOKEN_INVALID' } })
  })

  it('CVE-2026-44428: takes no token that was given by another registry', async () => {
    const key = edwardsKey()
    graph.txt('audience.dev', [key.record])
    const { body } = await post('/v0.1/auth/dns', domainProof('audience.dev', key))
    await graph.database.registryToken.updateMany({ data: { audience: 'https://other.test' } })
    const used = await post('/v0.1/publish', serverJson('dev.audience/x1'), body.registry_token)
    expect(used).toMatchObject({ status: 401, body: { code: 'ERR_REGISTRY_TOKEN_INVALID' } })
  })
})

describe('POST /v0.1/auth/http', () => {
  const file = (host: string, answer: (request: Request) => Response) =>
    graph.host(`https://${host}`, (request) =>
      new URL(request.url).pathname === '/.well-known/mcp-registry-auth'
        ? answer(request)
        : new Response(null, { status: 404 }),
    )

  it('gives a token for exactly the host of the file', async () => {
    const key = edwardsKey()
    file('mcp.file.dev', () => new Response(`${key.record}\n`))
    const { status, body } = await post('/v0.1/auth/http', domainProof('mcp.file.dev', key))
    expect(status).toBe(200)
    const publishAs = (name: string) => post('/v0.1/publish', serverJson(name), body.registry_token)
    expect(await publishAs('dev.file.mcp/x1')).toMatchObject({ status: 200 })
    for (const name of ['dev.file/x1', 'dev.file.mcp.below/x1'])
      expect(await publishAs(name)).toMatchObject({ status: 403 })
  })

  it.each<[string, number, (key: Key) => Response]>([
    ['a redirect, also within the host', 401, () => Response.redirect('https://odd.dev/elsewhere')],
    ['no file', 401, () => new Response(null, { status: 404 })],
    ['a page', 401, () => new Response('<html>')],
    ['a record without an end', 401, (key) => new Response(key.record + ' '.repeat(1_000_000))],
    ['too many requests', 503, (key) => new Response(key.record, { status: 429 })],
    ['a failure', 503, (key) => new Response(key.record, { status: 500 })],
    ['a failure on the way', 503, (key) => new Response(key.record, { status: 503 })],
  ])('does not verify %s', async (_what, status, answer) => {
    const key = edwardsKey()
    file('odd.dev', () => answer(key))
    expect(await post('/v0.1/auth/http', domainProof('odd.dev', key))).toMatchObject({ status })
    expect(await holder('dev.odd')).toBeNull()
  })

  it.each(['localhost.dev.', 'metadata.internal', '10.0.0.1.nip'])(
    'does not verify %s, where nothing answers',
    async (domain) => {
      const { status } = await post('/v0.1/auth/http', domainProof(domain, edwardsKey()))
      expect([422, 503]).toContain(status)
    },
  )
})
