import { readFileSync } from 'node:fs'
import {
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  type GraphQLNamedType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from './schema.ts'

const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type))

describe('the schema', () => {
  it('is the one that stands in schema.graphql', () => {
    const printed = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(printed)
  })

  it('knows all that the first query of the README asks for', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    const [, body = ''] = /curl [^`]*-d '(.*?)'/s.exec(readme) ?? []
    const { query }: { query: string } = JSON.parse(body)
    expect(validate(schema, parse(query))).toEqual([])
  })

  it('answers each mutation with a success or a refusal', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const name = field.name.charAt(0).toUpperCase() + field.name.slice(1)
      expect(String(field.type)).toBe(`${name}Result!`)
      expect(namesOf(schema.getPossibleTypes(schema.getType(`${name}Result`) as never))).toEqual(
        ['Refusal', `${name}Success`].toSorted(),
      )
    }
  })

  it('describes every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    const undescribed = roots
      .flatMap((root) => Object.values(root?.getFields() ?? {}))
      .filter((field) => !field.description && !['nodes'].includes(field.name))
    expect(undescribed.map(({ name }) => name)).toEqual([])
  })

  it('shows no column that is not ours to show', () => {
    const fields = types.filter(isObjectType).flatMap((type) => Object.keys(type.getFields()))
    for (const secret of ['refreshLease', 'agentUserId', 'passwordHash', 'probeLeaseUntil'])
      expect(fields).not.toContain(secret)
  })
})

function namesOf(list: readonly GraphQLNamedType[]): string[] {
  return list.map(({ name }) => name).toSorted()
}
