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
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

/** What is put wherever a field takes an id or a word. */
export interface Words {
  readonly ids: readonly string[]
  readonly names: readonly string[]
}

/** The ids that an argument or a field of an input may mean, by its name. */
export type IdsOf = (argument: string) => readonly string[]

/**
 * Writes every query that a schema allows with these ids and words in it, several to an operation. They are larger than
 * an operation may be, and not valid where the branches of a type use one name for two kinds of values: to be executed as
 * they are.
 */
export function everyQuery(schema: GraphQLSchema, words: Words): string[] {
  const query = schema.getQueryType()
  const viewer = schema.getType('Viewer')
  if (!query || !isObjectType(viewer)) throw new TypeError('The schema has lost its root')
  // Where one of these fails, nothing is left of the whole answer: so it stands alone.
  const mayFail = ({ type }: GraphQLField<unknown, unknown>) => isNonNullType(type)
  const alone = callsOf(schema, query, words, mayFail)
  const asked = callsOf(schema, query, words, (field) => !mayFail(field))
  const below = callsOf(schema, viewer, words).map((call) => `viewer { ${call} }`)
  return [...pack('query', asked), ...pack('query', below), ...pack('query', alone, 1)]
}

/** Writes every mutation that takes an id, with each id that may be meant. */
export function everyMutation(schema: GraphQLSchema, idsOf: IdsOf, name: string): string[] {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  const calls = fields
    .filter(({ args }) => args.some(({ type }) => takesId(type)))
    .flatMap((field) => {
      const [first = field.args[0]] = field.args.filter(({ type }) => takesId(type))
      const ids = first ? idsOf(idNameOf(first)) : []
      return ids.map((id) => {
        const given = field.args
          .filter(isNeededOrId)
          .map((each) => `${each.name}: ${literalOf(each.type, { id, name })}`)
        return `${field.name}(${given.join(', ')}) ${everythingOf(schema, field, 1)}`
      })
    })
  return pack('mutation', calls)
}

/** Every field of a type: as it is, and with each word in each of its arguments that takes one. */
function callsOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  words: Words,
  isMeant: (field: GraphQLField<unknown, unknown>) => boolean = () => true,
): string[] {
  const fields = Object.values(type.getFields()).filter(isMeant)
  return fields.flatMap((field) => {
    const whole = everythingOf(schema, field, 3)
    const selection = everythingOf(schema, field, 1)
    const calls = field.args.flatMap((argument) =>
      fillingsOf(argument.type, words)
        .filter(() => !/^(?:after|before)$/.test(argument.name))
        .map((value) => `${argument.name}: ${value}`),
    )
    const isFree = field.args.every((each) => !isNeeded(each))
    const given = calls.map((call) => `${field.name}(${call}) ${selection}`)
    return isFree ? [`${field.name} ${whole}`, ...given] : given
  })
}

/** What an argument may be, with a word in it; nothing for what takes none. */
function fillingsOf(type: GraphQLInputType, { ids, names }: Words): string[] {
  const bare = getNullableType(type)
  if (isListType(bare)) {
    const inner = fillingsOf(bare.ofType, { ids, names })
    return inner.length > 0 ? [`[${inner.join(', ')}]`, ...inner.map((each) => `[${each}]`)] : []
  }
  if (isInputObjectType(bare))
    return Object.values(bare.getFields()).flatMap((field) =>
      fillingsOf(field.type, { ids: [], names }).map((value) => `{ ${field.name}: ${value} }`),
    )
  if (bare.name === 'ID') return ids.map((id) => JSON.stringify(id))
  return bare.name === 'String' ? names.map((name) => JSON.stringify(name)) : []
}

/** Any value of a type that is whole, with this id wherever one fits. */
function literalOf(type: GraphQLInputType, word: { id: string; name: string }): string {
  const bare = getNullableType(type)
  if (isListType(bare)) return `[${literalOf(bare.ofType, word)}]`
  if (isEnumType(bare)) return bare.getValues()[0]?.name ?? ''
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(isNeededOrId)
    return `{ ${fields.map((each) => `${each.name}: ${literalOf(each.type, word)}`).join(', ')} }`
  }
  const { name } = bare
  if (name === 'ID') return JSON.stringify(word.id)
  if (name === 'Int') return '1'
  if (name === 'Boolean') return 'false'
  if (name === 'JSON') return '{}'
  return JSON.stringify(name === 'DateTime' ? '2030-01-01T00:00:00Z' : word.name)
}

const isNeeded = ({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>) =>
  isNonNullType(type) && defaultValue === undefined
const isNeededOrId = (argument: Pick<GraphQLArgument, 'type' | 'defaultValue'>) =>
  isNeeded(argument) || takesId(argument.type)

/** What the id in an argument is called: in an input, the field's own name. */
function idNameOf({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): string {
  const bare = getNamedType(type)
  if (!isInputObjectType(bare)) return name
  const field = Object.values(bare.getFields()).find((each) => takesId(each.type))
  return field ? idNameOf(field) : name
}

function takesId(type: GraphQLInputType): boolean {
  const bare = getNamedType(type)
  if (!isInputObjectType(bare)) return bare.name === 'ID'
  return Object.values(bare.getFields()).some((field) => takesId(field.type))
}

/** All that can be selected below a field without more arguments. */
function everythingOf(
  schema: GraphQLSchema,
  { type }: GraphQLField<unknown, unknown>,
  depth: number,
): string {
  const inner = getNamedType(type)
  return isCompositeType(inner) ? selectionOf(schema, inner, depth) : ''
}

function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) {
    if (!isCompositeType(type)) return ''
    const branches = schema
      .getPossibleTypes(type as never)
      .map((each) => `... on ${each.name} ${selectionOf(schema, each, depth)}`)
    return `{ __typename ${branches.join(' ')} }`
  }
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    const isPage = inner.name.endsWith('Connection') || inner.name.endsWith('Edge')
    if (isCompositeType(inner) && depth === 0 && !isPage) return []
    const given = field.args.flatMap((each) => {
      if (each.name === 'first') return ['first: 1']
      return isNeeded(each) ? [`${each.name}: "ja"`] : []
    })
    const call = given.length > 0 ? `(${given.join(', ')})` : ''
    const below = isCompositeType(inner)
      ? selectionOf(schema, inner, isPage ? depth : depth - 1)
      : ''
    return [`${field.name}${call} ${below}`]
  })
  return `{ __typename ${parts.join(' ')} }`
}

/** Puts some calls into one operation, each under a name of its own. */
function pack(kind: string, calls: readonly string[], size = CALLS_AT_ONCE): string[] {
  const count = Math.ceil(calls.length / size)
  return Array.from({ length: count }, (_, index) => {
    const some = calls.slice(index * size, (index + 1) * size)
    return `${kind} { ${some.map((call, number) => `a${number}: ${call}`).join(' ')} }`
  })
}

const CALLS_AT_ONCE = 20
