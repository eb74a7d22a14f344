import { GraphQLError, Kind, type ValueNode } from 'graphql'
import { parseMoment } from '../registry/moment.ts'
import { builder } from './builder.ts'

builder.scalarType('DateTime', {
  description: 'A moment, as RFC 3339 text in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
})

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => parseJsonLiteral(node, variables ?? {}),
})

function parseDateTime(value: unknown): Date {
  const moment = typeof value === 'string' ? parseMoment(value) : undefined
  if (moment) return moment
  throw new GraphQLError('Cannot read a DateTime: it must be RFC 3339 text')
}

function parseJsonLiteral(node: ValueNode, variables: Record<string, unknown>): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.NULL:
      return null
    case Kind.LIST:
      return node.values.map((each) => parseJsonLiteral(each, variables))
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, parseJsonLiteral(field.value, variables)]),
      )
    case Kind.VARIABLE:
      return variables[node.name.value]
  }
}
