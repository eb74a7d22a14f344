import type { GeneratorValue } from 'fast-check'
import fc from 'fast-check'
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

/** Values that arguments of a type may take: good ones, and such as somebody sends. */
export interface ArgumentValues {
  ID: readonly string[]
  String: readonly string[]
}

/** An operation, with what it needs. */
export interface RandomOperation {
  query: string
  variables: Record<string, unknown>
}

/** Writes a query against a schema: fields, arguments, variables, aliases, directives and fragments of any kind. */
export function randomQuery(
  schema: GraphQLSchema,
  values: ArgumentValues,
  gen: GeneratorValue,
): RandomOperation {
  const variables: Record<string, unknown> = {}
  const definitions: string[] = []
  const fragments: string[] = []
  /** Type by name of a fragment that stands already, and may be spread again. */
  const spreadable = new Map<string, string>()
  const chance = (percent: number) => gen(fc.integer, { min: 1, max: 100 }) <= percent
  const pick = <item>(items: readonly item[]): item => {
    const item = items[gen(fc.integer, { min: 0, max: items.length - 1 })]
    if (item === undefined) throw new TypeError('There is nothing to pick from')
    return item
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    const parts = isObjectType(type) ? fieldsOf(type, depth) : branchesOf(type, depth)
    return `{ ${parts.join(' ')} }`
  }

  function fieldsOf(type: GraphQLCompositeType & { getFields?: unknown }, depth: number): string[] {
    if (!isObjectType(type)) return ['__typename']
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
    )
    if (fields.length === 0) return ['__typename']
    const count = gen(fc.integer, { min: 1, max: Math.min(4, fields.length) })
    const parts = Array.from({ length: count }, () => field(pick(fields), depth))
    if (chance(10)) parts.push('__typename')
    return chance(25) ? [inFragment(type.name, parts)] : parts
  }

  function branchesOf(type: GraphQLCompositeType, depth: number): string[] {
    const branches = schema
      .getPossibleTypes(type as never)
      .map((each) => `... on ${each.name} { ${fieldsOf(each, depth).join(' ')} }`)
    return ['__typename', pick(branches), pick(branches)]
  }

  function inFragment(type: string, parts: readonly string[]): string {
    if (chance(50)) return `...${chance(50) ? ` on ${type}` : ''} { ${parts.join(' ')} }`
    const known = [...spreadable].filter(([, on]) => on === type).map(([name]) => name)
    if (known.length > 0 && chance(40)) return `...${pick(known)}${directive()} ${parts.join(' ')}`
    const name = `Fragment${fragments.length}`
    spreadable.set(name, type)
    fragments.push(`fragment ${name} on ${type} { ${parts.join(' ')} }`)
    return `...${name}${directive()}`
  }

  function field({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const inner = getNamedType(type)
    // The same field twice in one place must have the same arguments: so it has a name of its own.
    const given = args.flatMap((each) => argument(each))
    const alias = given.length > 0 ? `${name}${gen(fc.integer, { min: 0, max: 1_000_000 })}: ` : ''
    const call = given.length > 0 ? `(${given.join(', ')})` : ''
    const below = isCompositeType(inner) ? ` ${selection(inner, depth - 1)}` : ''
    return `${alias}${name}${call}${directive()}${below}`
  }

  function argument({ name, type, defaultValue }: GraphQLArgument): string[] {
    const isNeeded = isNonNullType(type) && defaultValue === undefined
    if (!isNeeded && !chance(40)) return []
    if (!chance(40)) return [`${name}: ${literal(type)}`]
    const variable = `v${definitions.length}`
    variables[variable] = value(type)
    definitions.push(`$${variable}: ${String(type)}`)
    return [`${name}: $${variable}`]
  }

  function directive(): string {
    if (!chance(6)) return ''
    const name = pick(['skip', 'include'])
    if (chance(50)) return ` @${name}(if: ${chance(50)})`
    const variable = `v${definitions.length}`
    variables[variable] = chance(50)
    definitions.push(`$${variable}: Boolean!`)
    return ` @${name}(if: $${variable})`
  }

  function value(type: GraphQLInputType): unknown {
    const bare = getNullableType(type)
    if (isListType(bare)) return Array.from({ length: 2 }, () => value(bare.ofType))
    if (isEnumType(bare)) return pick(bare.getValues()).name
    if (isInputObjectType(bare)) {
      const fields = Object.values(bare.getFields()).filter(
        (each) => isNonNullType(each.type) || chance(20),
      )
      return Object.fromEntries(fields.map((each) => [each.name, value(each.type)]))
    }
    if (bare.name === 'Int') return pick([0, 1, 2, 3, 20, -1, 1000])
    if (bare.name === 'Boolean') return chance(50)
    if (bare.name === 'ID') return pick(values.ID)
    if (bare.name === 'DateTime') return pick(['2026-01-01T00:00:00Z', 'yesterday'])
    return pick(values.String)
  }

  function literal(type: GraphQLInputType): string {
    return toLiteral(value(type), type)
  }

  const query = schema.getQueryType()
  if (!query) throw new TypeError('A schema has queries')
  const body = selection(query, 4)
  const head = definitions.length > 0 ? `query (${definitions.join(', ')})` : 'query'
  return { query: [`${head} ${body}`, ...fragments].join('\n'), variables }
}

function toLiteral(value: unknown, type: GraphQLInputType): string {
  const bare = getNullableType(type)
  if (isListType(bare) && Array.isArray(value))
    return `[${value.map((each) => toLiteral(each, bare.ofType)).join(', ')}]`
  if (isEnumType(bare)) return String(value)
  if (isInputObjectType(bare)) {
    const fields = bare.getFields()
    const parts = Object.entries(Object(value)).flatMap(([name, inner]) => {
      const field = fields[name]
      return field ? [`${name}: ${toLiteral(inner, field.type)}`] : []
    })
    return `{ ${parts.join(', ')} }`
  }
  return JSON.stringify(value)
}
