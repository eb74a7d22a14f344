import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { GraphContext } from '../../context.ts'
import { createGraphqlFace } from '../graphql-face.ts'
import { OPERATION_LIMITS, type OperationLimit } from './operation-limits.ts'

const face = createGraphqlFace({ toFault: () => 'fault' })

/** Asks a graph that has nothing to answer with: `reads` is how often an operation wanted something. */
async function ask(query: string, variables: object = {}) {
  let reads = 0
  const count = () => {
    reads += 1
    throw new Error('There is no database here')
  }
  const services = new Proxy({}, { get: count, has: count })
  const context = {
    viewer: undefined,
    database: services,
    index: services,
  } as never as GraphContext
  const request = new Request('https://graph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  })
  const response = await face.fetch(request, context)
  const { errors = [], extensions, data } = await response.json()
  return { status: response.status, errors, extensions, data, reads }
}

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')
const nested = (depth: number) => {
  const path = ['servers', 'edges', 'node', 'tools', 'server', 'tools', 'server', 'tools', 'name']
  const names = path.slice(0, depth - 1)
  return `{ ${names.join(' { ')} { id ${'} '.repeat(depth)}`.replace('edges { id', 'edges { cursor')
}

/** An operation that has exactly so much of what is limited, and reads something where it is run. */
const OPERATIONS: Readonly<Record<OperationLimit, (size: number) => [string, object?]>> = {
  tokens: (size) => [
    `{ servers(filter: { tags: [${many(size - 16, () => '"x"')}] }) { totalCount } }`,
  ],
  aliases: (size) => [`{ ${many(size, (n) => `a${n}: server(name: "x") { id }`)} }`],
  directives: (size) => [`{ server(name: "x") { ${many(size, () => 'id @include(if: true)')} } }`],
  depth: (size) => [nested(size)],
  cost: (size) => [
    'query ($first: Int) { servers(first: $first) { edges { cursor } } }',
    { first: size - 2 },
  ],
}

describe('an operation', () => {
  it.each(Object.keys(OPERATION_LIMITS) as OperationLimit[])(
    'may have as many %s as the limit says, and not one more',
    async (limit) => {
      const max = OPERATION_LIMITS[limit]
      const within = await ask(...OPERATIONS[limit](max))
      expect(JSON.stringify(within.errors)).not.toContain('ERR_OPERATION_TOO_COMPLEX')
      expect(within.status).toBe(200)

      const past = await ask(...OPERATIONS[limit](max + 1))
      expect(past).toMatchObject({ status: 400, reads: 0, data: undefined })
      expect(past.errors).toEqual([
        {
          message: expect.stringMatching(/^Cannot run the operation: it has more than /),
          extensions: {
            code: 'ERR_OPERATION_TOO_COMPLEX',
            limit,
            max,
            ...(limit === 'tokens' ? {} : { found: max + 1 }),
          },
        },
      ])
    },
  )

  it('is counted with its fragments written out, wherever they stand', async () => {
    const { errors } = await ask(`
      { ...Four ...Four server(name: "x") { ...Eight } }
      fragment Four on Query { a: __typename b: __typename c: __typename d: __typename }
      fragment Eight on Server { e: id f: id g: id h: id i: id j: id k: id l: id }
    `)
    expect(errors[0].extensions).toMatchObject({ limit: 'aliases', found: 16 })
  })

  it('ends soon, however often its fragments spread each other', async () => {
    const doubled = many(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)
    const { errors } = await ask(`{ ...F0 } ${doubled} fragment F60 on Query { a: __typename }`)
    expect(errors[0].extensions).toMatchObject({ limit: 'aliases', found: 2 ** 60 })
    const costly = await ask(`{ ...F0 } ${doubled} fragment F60 on Query { __typename }`)
    expect(costly.errors[0].extensions).toMatchObject({ limit: 'cost' })
    const circle = await ask('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')
    expect(circle.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  it('may be the introspection of every tool, which costs what is written', async () => {
    const { data, errors, extensions } = await ask(getIntrospectionQuery())
    expect(errors).toEqual([])
    expect(data.__schema.queryType.name).toBe('Query')
    expect(extensions.cost.requestedQueryCost).toBeLessThan(300)
  })

  it.each([
    ['broken', '{'],
    ['unknown', '{ nothing }'],
    ['impossible', 'query ($n: Int!) { servers(first: $n) { totalCount } }'],
    ['plain', '{ viewer { id } }'],
  ])('answers with its cost also when it is %s', async (_what, query) => {
    const { extensions } = await ask(query)
    expect(extensions.cost).toEqual({
      requestedQueryCost: expect.any(Number),
      maximumAvailable: OPERATION_LIMITS.cost,
    })
  })
})
