import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, GRAPH_URL, type TestGraph } from './graph-fixture.ts'

const ISSUER = 'https://actions.github.test'

let graph: TestGraph
/** Signs the identity token of a workflow. */
let identify: (claims: JWTPayload, expiresIn?: string, alg?: string) => Promise<string>

beforeAll(async () => {
  graph = await createTestGraph()
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  graph.host(ISSUER, (request) =>
    new URL(request.url).pathname === '/.well-known/jwks'
      ? Response.json({ keys: [key] })
      : new Response(null, { status: 404 }),
  )
  identify = (claims, expiresIn = '5m') =>
    new SignJWT({ repository_owner: 'Acme', aud: GRAPH_URL, iss: ISSUER, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(privateKey)
  graph.host('https://api.github.test', ({ url, headers }) => {
    const token = headers.get('authorization')?.slice('Bearer '.length) ?? ''
    if (token === 'busy') return new Response(null, { status: 429 })
    if (token === 'down') return new Response(null, { status: 502 })
    if (token === 'at-its-limit')
      return new Response(null, { status: 403, headers: { 'x-ratelimit-remaining': '0' } })
    if (token === 'half-down')
      return new URL(url).pathname === '/user'
        ? Response.json({ login: 'Octo-Cat' })
        : new Response(null, { status: 502 })
    if (token === 'may-not-list')
      return new URL(url).pathname === '/user'
        ? Response.json({ login: 'Octo-Cat' })
        : new Response(null, { status: 403 })
    if (token !== 'good') return Response.json({ message: 'Bad credentials' }, { status: 401 })
    return new URL(url).pathname === '/user'
      ? Response.json({ login: 'Octo-Cat' })
      : Response.json([{ login: 'harbour' }])
  })
})
afterAll(() => graph?.close())

const post = (path: string, body: unknown, bearer?: string) =>
  graph
    .fetch(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
      body: JSON.stringify(body),
    })
    .then(async (response) => ({ status: response.status, body: await response.json() }))

const publish = (name: string, bearer: string) =>
  post(
    '/v0.1/publish',
    {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name,
      description: 'Does what it says',
      version: '1.0.0',
    },
    bearer,
  )

describe('POST /v0.1/auth/github-at', () => {
  it('gives a token for the account and its organizations, whatever their case', async () => {
    const { status, body } = await post('/v0.1/auth/github-at', { github_token: 'good' })
    expect(status).toBe(200)
    for (const name of ['io.github.octo-cat/x1', 'io.github.Octo-Cat/x2', 'io.github.harbour/x1'])
      expect(await publish(name, body.registry_token)).toMatchObject({ status: 200 })
    for (const name of ['io.github.other/x1', 'io.github.octo-cat.team/x1', 'com.octo-cat/x1'])
      expect(await publish(name, body.registry_token)).toMatchObject({ status: 403 })
    const { data } = await graph.graphql(
      '{ server(name: "io.github.harbour/x1") { isVerified owner { namespaces { namespace method } } } }',
    )
    expect(data.server).toEqual({
      isVerified: true,
      owner: { namespaces: [{ namespace: 'io.github.harbour', method: 'github' }] },
    })
  })

  it('gives a token for the account alone where GitHub does not tell its organizations', async () => {
    const { status, body } = await post('/v0.1/auth/github-at', { github_token: 'may-not-list' })
    expect(status).toBe(200)
    expect(await publish('io.github.octo-cat/x9', body.registry_token)).toMatchObject({
      status: 200,
    })
    expect(await publish('io.github.harbour/x9', body.registry_token)).toMatchObject({
      status: 403,
    })
  })

  it.each([
    ['bad', 401, 'ERR_PROOF_INVALID'],
    ['with a space', 401, 'ERR_PROOF_INVALID'],
    ['busy', 503, 'ERR_PROOF_UNREADABLE'],
    ['down', 503, 'ERR_PROOF_UNREADABLE'],
    ['at-its-limit', 503, 'ERR_PROOF_UNREADABLE'],
    ['half-down', 503, 'ERR_PROOF_UNREADABLE'],
    ['', 422, 'ERR_INPUT_INVALID'],
  ])('does not take %j', async (github_token, status, code) => {
    const answer = await post('/v0.1/auth/github-at', { github_token })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

describe('POST /v0.1/auth/github-oidc', () => {
  it("gives a token for the owner of the workflow's repository", async () => {
    const { body } = await post('/v0.1/auth/github-oidc', { oidc_token: await identify({}) })
    expect(await publish('io.github.acme/x1', body.registry_token)).toMatchObject({ status: 200 })
    expect(await publish('io.github.octo-cat/x3', body.registry_token)).toMatchObject({
      status: 403,
    })
  })

  it.each<[string, () => Promise<string>]>([
    [
      'CVE-2026-44428: one made out to another registry',
      () => identify({ aud: 'https://other.test' }),
    ],
    ['one made out to two registries', () => identify({ aud: [GRAPH_URL, 'https://other.test'] })],
    ['one made out to nobody', () => identify({ aud: 'mcp-registry' })],
    ['one of another issuer', () => identify({ iss: 'https://evil.test' })],
    ['one that has ended', () => identify({}, '-2m')],
    ['one without an owner', () => identify({ repository_owner: undefined })],
    ['one whose owner is no name', () => identify({ repository_owner: 'a/b' })],
    [
      'one that nobody signed',
      async () => `${btoa('{"alg":"none"}')}.${btoa(`{"aud":"${GRAPH_URL}"}`)}.`,
    ],
    ['one that was changed', async () => `${(await identify({})).slice(0, -6)}AAAAAA`],
    ['none', async () => 'x'],
  ])('does not take %s', async (_what, token) => {
    const answer = await post('/v0.1/auth/github-oidc', { oidc_token: await token() })
    expect(answer).toMatchObject({ status: 401, body: { code: 'ERR_PROOF_INVALID' } })
  })
})

describe('POST /v0.1/auth/none', () => {
  it('is off, unless the operator allows it', async () => {
    expect(await post('/v0.1/auth/none', {})).toMatchObject({
      status: 501,
      body: { code: 'ERR_PROOF_METHOD_OFF' },
    })
    const proofs = { ...graph.services.proofs, allowsAnonymous: true }
    const { exchangeNothing } = await import('../src/namespaces/exchange-proof.ts')
    const signal = new AbortController().signal
    const context = { ...graph.services, proofs, viewer: undefined, signal }
    const { token } = await exchangeNothing(context)
    expect(await publish('io.modelcontextprotocol.anonymous/x1', token)).toMatchObject({
      status: 200,
    })
    expect(await publish('io.modelcontextprotocol/x1', token)).toMatchObject({ status: 403 })
  })
})

describe('a person with a GitHub token', () => {
  it('takes the namespace of an organization by its name', async () => {
    const prove = async (namespace: string | null) => {
      const { data } = await graph.graphql(
        `mutation ($namespace: String) { proveNamespace(input: { method: github, token: "good", namespace: $namespace }) {
          ... on ProveNamespaceSuccess { namespace { namespace provenUntil } } ... on Refusal { code } } }`,
        { namespace },
        'aiko',
      )
      return data.proveNamespace
    }
    expect(await prove(null)).toMatchObject({ namespace: { namespace: 'io.github.octo-cat' } })
    expect(await prove('io.github.harbour')).toMatchObject({
      namespace: { namespace: 'io.github.harbour' },
    })
    expect(await prove('io.github.other')).toEqual({ code: 'ERR_PROOF_INVALID' })
  })
})
