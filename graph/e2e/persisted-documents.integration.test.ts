import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph

beforeAll(async () => {
  graph = await createTestGraph()
  await graph.rest('POST', '/registry/servers', { body: manifest('one'), as: 'aiko' })
})
afterAll(() => graph.close())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const named = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } })
/** A document of this test alone: replicas forget, tests must not remind each other. */
const documentOf = (name: string) => `query ${name} { servers { totalCount } }`

async function post(body: Record<string, unknown>, headers: Record<string, string> = {}) {
  const response = await graph.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const { data, errors, extensions } = await response.json()
  return { status: response.status, data, code: errors?.[0]?.extensions?.code, extensions }
}

describe('a document that is named by its hash', () => {
  it('is asked for once, and runs by its name from then on', async () => {
    const query = documentOf('Once')
    const extensions = named(sha256(query))
    expect(await post({ extensions })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
    const sent = await post({ query, extensions })
    expect(sent).toMatchObject({ status: 200, data: { servers: { totalCount: 1 } } })
    expect(await post({ extensions })).toEqual(sent)
    expect(await post({ extensions }, { accept: 'application/graphql-response+json' })).toEqual(
      sent,
    )
    expect(await post({ query })).toEqual(sent)
  })

  it('runs with the variables and the operation of the request, also by GET', async () => {
    const query = 'query A($n: String!) { server(name: $n) { name } } query B { __typename }'
    const extensions = named(sha256(query))
    await post({ query, operationName: 'B', extensions })
    const variables = { n: 'com.example/one' }
    const by = { operationName: 'A', variables, extensions }
    const { data } = await post(by)
    expect(data.server.name).toBe('com.example/one')

    const address = new URLSearchParams({
      operationName: 'A',
      variables: JSON.stringify(variables),
      extensions: JSON.stringify(extensions),
    })
    const response = await graph.fetch(`/graphql?${address}`, {
      headers: { accept: 'application/json', 'graphql-require-preflight': '1' },
    })
    expect((await response.json()).data).toEqual(data)
  })

  it('is never another than the one of that hash', async () => {
    const query = documentOf('Honest')
    const extensions = named(sha256(query))
    expect(await post({ query: documentOf('Forged'), extensions })).toMatchObject({
      data: undefined,
      code: 'PERSISTED_QUERY_HASH_MISMATCH',
    })
    expect(await post({ extensions })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  })

  it('is kept only if it is sound, and measured like any other', async () => {
    const broken = '{ nothing }'
    const extensions = named(sha256(broken))
    expect(await post({ query: broken, extensions })).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    })
    expect(await post({ extensions })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })

    const query = documentOf('Measured')
    await post({ query, extensions: named(sha256(query)) })
    const { extensions: told } = await post({ extensions: named(sha256(query)) })
    expect(told.cost.requestedQueryCost).toBeGreaterThan(0)
  })

  it.each([
    ['a short hash', { persistedQuery: { version: 1, sha256Hash: 'abc' } }],
    ['another version', { persistedQuery: { version: 2, sha256Hash: sha256('x') } }],
    ['words', { persistedQuery: 'x' }],
  ])('is not named by %s', async (_what, extensions) => {
    expect((await post({ extensions })).status).toBe(400)
    const query = '{ servers { totalCount } }'
    expect(await post({ query, extensions })).toMatchObject({
      data: { servers: { totalCount: 1 } },
    })
  })
})
