import { getOperationAST, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../schema.ts'
import { compileCost } from './operation-cost.ts'

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query)
  expect(validate(schema, document)).toEqual([])
  const operation = getOperationAST(document)
  if (!operation) throw new Error('There is no operation')
  return compileCost(schema, document, operation)(variables)
}

describe('the cost of an operation', () => {
  it.each([
    ['what the README says', '{ servers(first: 50) { totalCount edges { node { name } } } }', 103],
    ['one for each field', '{ viewer { id name } }', 3],
    ['once a row, as many as it asks for', '{ servers(first: 50) { edges { cursor } } }', 52],
    ['as many as it asks for from behind', '{ servers(last: 7) { edges { cursor } } }', 9],
    ['twenty where it does not say', '{ servers { totalCount edges { cursor } } }', 23],
    ['the number that the schema says', '{ search(query: "x") { edges { cursor } } }', 22],
    ['ten for a list without pages', '{ server(name: "x") { tools { name } } }', 12],
    [
      'rows of rows',
      '{ servers(first: 5) { edges { node { tools { name } readings(first: 3) { edges { cursor } } } } } }',
      2 + 5 * (1 + 1 + 10 + 2 + 3),
    ],
    ['only the lists of its own page', '{ search(first: 50) { facets { health { value } } } }', 13],
    ['one for each id', '{ nodes(ids: ["a", "b", "c"]) { id } }', 4],
    ['one for the whole of a list of values', '{ server(name: "x") { tags } }', 2],
    ['what stands in the page, once', '{ servers(first: 50) { pageInfo { endCursor } } }', 3],
    ['introspection without its lists', '{ __schema { types { name } } }', 3],
    [
      'ten for a change',
      'mutation { withdrawServer(serverId: "x") { ... on Refusal { code } } }',
      11,
    ],
    [
      'all branches of a union',
      'mutation { withdrawServer(serverId: "x") { ... on Refusal { code message } ... on WithdrawServerSuccess { server { id } } } }',
      14,
    ],
    [
      'the lists in a fragment, by the page around it',
      '{ servers(first: 3) { ...F } } fragment F on QueryServersConnection { edges { cursor } }',
      5,
    ],
  ])('is %s', (_what, query, cost) => {
    expect(costOf(query)).toBe(cost)
  })

  it('depends on the variables that say how many', () => {
    const query = 'query ($n: Int) { servers(first: $n) { edges { cursor } } }'
    expect(costOf(query, { n: 40 })).toBe(42)
    expect(costOf(query)).toBe(22)
    expect(costOf(query, { n: null })).toBe(22)
    expect(costOf(query, { n: 'many' })).toBe(22)
    expect(costOf(query.replace('Int', 'Int = 30'))).toBe(32)
    const nodes = 'query ($ids: [ID!]! = ["a"]) { nodes(ids: $ids) { id } }'
    expect(costOf(nodes, { ids: ['a', 'b'] })).toBe(3)
    expect(costOf(nodes)).toBe(2)
  })

  it('takes the larger of two sizes', () => {
    const query = '{ servers(first: 2, last: 9) { edges { cursor } } }'
    expect(costOf(query)).toBe(11)
  })
})
