import {
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/** A number, or what becomes one with the variables of a request. */
export type Cost = number | ((variables: Variables) => number)

/** The rows of a paged field. */
export interface Page {
  rows: Cost
  /** The same text for the same rows. */
  key: string
}

/** Rows of a page where nobody says how many. */
const DEFAULT_PAGE_SIZE = 20
/** Rows of a list that has no pages. */
const LIST_SIZE = 10

/** Adds costs up. */
export function total(costs: readonly Cost[]): Cost {
  const fixed = costs
    .filter((cost) => typeof cost === 'number')
    .reduce((sum, cost) => sum + cost, 0)
  const open = costs.filter((cost) => typeof cost !== 'number')
  return open.length === 0
    ? fixed
    : (variables) => open.reduce((sum, cost) => sum + cost(variables), fixed)
}

/** Multiplies a cost by a number of rows. */
export function times(rows: Cost, cost: Cost): Cost {
  if (typeof rows === 'number' && typeof cost === 'number') return rows * cost
  return (variables) => toNumber(rows, variables) * toNumber(cost, variables)
}

/** The cost with the variables of a request; never more than a number can say exactly. */
export function toNumber(cost: Cost, variables: Variables): number {
  const number = typeof cost === 'number' ? cost : cost(variables)
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}

/** The page that a field gives; `undefined` for a field without pages. */
export function pageOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  operation: OperationDefinitionNode,
): Page | undefined {
  const sizes = field.args.filter(({ name }) => name === 'first' || name === 'last')
  if (sizes.length === 0) return undefined

  const given = sizes.flatMap(({ name, defaultValue }) => {
    const value = node.arguments?.find((each) => each.name.value === name)?.value
    const fallback = typeof defaultValue === 'number' ? defaultValue : undefined
    if (!value) return fallback === undefined ? [] : [{ key: String(fallback), rows: fallback }]
    return [toPage(value, fallback, operation)]
  })
  const [one = { key: '', rows: DEFAULT_PAGE_SIZE }, other] = given
  if (!other) return one
  return {
    key: `${one.key},${other.key}`,
    rows: (variables) => Math.max(toNumber(one.rows, variables), toNumber(other.rows, variables)),
  }
}

/** How many rows a list field has: those of the page it stands in, one for each id, or a guess. */
export function rowsOf(
  node: FieldNode,
  page: Page | undefined,
  operation: OperationDefinitionNode,
): Cost {
  const ids = node.arguments?.find(({ name }) => name.value === 'ids')?.value
  if (ids?.kind === Kind.VARIABLE) {
    const name = ids.name.value
    const preset = lengthOf(presetOf(name, operation))
    return ({ [name]: value }) => (value === undefined ? preset : lengthOf(value))
  }
  return ids ? lengthOf(valueFromASTUntyped(ids)) : (page?.rows ?? LIST_SIZE)
}

function toPage(
  value: ValueNode,
  fallback: number | undefined,
  operation: OperationDefinitionNode,
): Page {
  if (value.kind !== Kind.VARIABLE) {
    const rows = toRows(valueFromASTUntyped(value), fallback)
    return { rows, key: String(rows) }
  }
  const name = value.name.value
  const preset = toRows(presetOf(name, operation), fallback)
  return { key: `$${name}`, rows: ({ [name]: given }) => toRows(given, preset) }
}

/** What a variable is where the request does not say. */
function presetOf(name: string, { variableDefinitions = [] }: OperationDefinitionNode): unknown {
  const definition = variableDefinitions.find(({ variable }) => variable.name.value === name)
  return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue)
}

/** One id may stand for a list of one. */
function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1
}

/** What is no size at all is for the execution to refuse. */
function toRows(value: unknown, fallback = DEFAULT_PAGE_SIZE): number {
  return typeof value === 'number' && value > 0 ? value : fallback
}
