import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
let service: RunningService
let url: string

beforeAll(async () => {
  graph = await createTestGraph()
  await graph.rest('POST', '/registry/servers', { body: manifest('audited'), as: 'aiko' })
  service = await serveNode({
    name: 'graph',
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      const { method, headers, body } = request
      return graph.fetch(pathname + search, {
        method,
        headers,
        ...(body ? { body, duplex: 'half' } : {}),
      })
    },
    host: '127.0.0.1',
    port: 0,
    log: { info: () => {}, warn: () => {}, error: console.error },
  })
  url = `http://127.0.0.1:${service.port}/graphql`
})
afterAll(async () => {
  await service?.stop()
  await graph?.close()
})

const JSON_BODY = { 'content-type': 'application/json' }

async function post(body: unknown, headers: Record<string, string> = JSON_BODY) {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  const { data, errors = [], extensions } = JSON.parse(text)
  return { status: response.status, headers: response.headers, text, data, errors, extensions }
}

describe('GraphQL over HTTP', () => {
  it('breaks no MUST and no SHOULD of its specification', async () => {
    const results = await auditServer({ url })
    expect(results.length).toBeGreaterThan(50)
    const broken = results.filter(({ status, name }) => status !== 'ok' && !name.startsWith('MAY '))
    expect(broken.map(({ name }) => name)).toEqual([])
  })

  it.each(['application/json', 'application/graphql-response+json'])(
    'answers 400 to a body that is no JSON, for %s',
    async (accept) => {
      const headers = { ...JSON_BODY, accept }
      const response = await fetch(url, { method: 'POST', headers, body: '{' })
      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toContain(accept)
    },
  )
})

/** What `graphql-cop` looks for, asked here by ourselves. */
describe('what an attacker tries first', () => {
  const overload = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index)).join(' ')

  it.each([
    ['a hundred aliases', `{ ${overload(101, (n) => `alias${n}: __typename`)} }`],
    ['ten directives', `{ __typename ${'@include(if: true) '.repeat(10)} }`],
    [
      'a circle through introspection',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    ],
    ['five hundred times one field', `{ ${overload(1000, () => '__typename')} }`],
  ])('%s, and it is refused before anything runs', async (_what, query) => {
    const { status, errors, data } = await post(
      { query },
      { ...JSON_BODY, accept: 'application/graphql-response+json' },
    )
    expect(status).toBe(400)
    expect(errors).toHaveLength(1)
    expect(errors[0].extensions.code).toMatch(/^ERR_OPERATION_TOO_COMPLEX$|^GRAPHQL_VALIDATION/)
    expect(data).toBeUndefined()
  })

  it('a batch, and it is no operation', async () => {
    const { status, errors } = await post([
      { query: '{ __typename }' },
      { query: '{ __typename }' },
    ])
    expect(status).toBe(400)
    expect(errors[0].extensions.code).toBe('ERR_BODY_INVALID')
  })

  it.each([
    '{ viewr { id } }',
    '{ search(querry: "x") { totalCount } }',
    '{ ... on Serverr { id } }',
  ])('a name that is nearly right, and no other is offered: %s', async (query) => {
    const { errors, text } = await post({ query })
    expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(text).not.toMatch(/did you mean|suggestion/i)
  })

  it('a value that is nearly right, and no other is offered', async () => {
    const query = 'query ($filter: ServerFilter) { servers(filter: $filter) { totalCount } }'
    for (const filter of [{ health: ['opne'] }, { catgories: ['x'] }]) {
      const { errors, text } = await post({ query, variables: { filter } })
      expect(errors[0].extensions.code).toBe('ERR_OPERATION_REFUSED')
      expect(text).not.toMatch(/did you mean|suggestion/i)
    }
  })

  it.each([
    ['a link', `?query=${encodeURIComponent('{ __typename }')}`, { method: 'GET' }],
    [
      'a link that changes something',
      `?query=${encodeURIComponent('mutation { __typename }')}`,
      { method: 'GET' },
    ],
    [
      'a form',
      '',
      {
        method: 'POST',
        body: 'query={__typename}',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    [
      'a text',
      '',
      {
        method: 'POST',
        body: '{"query":"{__typename}"}',
        headers: { 'content-type': 'text/plain' },
      },
    ],
  ])('%s from any page, and it is not taken', async (_what, search, init) => {
    const response = await fetch(url + search, init)
    expect(response.status).toBe(403)
  })

  it('a change by a link, even with the header', async () => {
    const query = encodeURIComponent('mutation { withdrawServer(serverId: "x") { __typename } }')
    const headers = { 'graphql-require-preflight': '1' }
    const response = await fetch(`${url}?query=${query}`, { headers })
    expect(response.status).toBe(405)
  })

  it('the traces, and there are none', async () => {
    const { extensions } = await post({ query: '{ __typename }' })
    expect(Object.keys(extensions)).toEqual(['cost'])
  })

  it('the schema, and it may: what the graph shows is public', async () => {
    const { data } = await post({ query: '{ __schema { queryType { name } } }' })
    expect(data.__schema.queryType.name).toBe('Query')
  })
})

describe('a subscription', () => {
  it('ends with the token that opened it', async () => {
    // The test's issuer counts in whole seconds.
    const token = await graph.token('aiko', 2)
    const headers = { ...JSON_BODY, accept: 'text/event-stream', authorization: `Bearer ${token}` }
    const body = JSON.stringify({ query: 'subscription { connectionChanged { kind } }' })
    const startedAt = Date.now()
    const response = await fetch(url, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    // Cut off, not completed: a client then comes back by itself.
    await expect(response.text()).rejects.toThrow()
    expect(Date.now() - startedAt).toBeLessThan(20_000)
  })

  it('of nobody goes on', async () => {
    const headers = { ...JSON_BODY, accept: 'text/event-stream' }
    const body = JSON.stringify({ query: 'subscription { healthChanged { reading { state } } }' })
    const stop = new AbortController()
    const response = await fetch(url, { method: 'POST', headers, body, signal: stop.signal })
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(':\n\n')
    stop.abort()
  })
})

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})
