import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { rowsOf, pageOf, times, toNumber, total, type Cost, type Page } from './cost-term.ts'

/** What an operation costs with the variables of one request. */
export type CostOf = (variables: Readonly<Record<string, unknown>>) => number

/** A change costs more than a look. */
const MUTATION_COST = 10

/**
 * Works out what a valid operation costs, once; what depends on its variables is left open.
 *
 * Each field costs 1, a mutation 10. What stands in a list counts once a row: as many as `first` or `last` of the
 * field around it say (20 where they say nothing), as many as there are `ids`, or 10. A fragment counts as if it were
 * written out; introspection counts without its lists.
 *
 * Pure: no I/O.
 */
export function compileCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostOf {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  )
  /** Each fragment once for each size of the page around it, or a few lines could cost us hours. */
  const known = new Map<string, Cost>()

  function ofSelections(set: SelectionSetNode, place: Place): Cost {
    return total(
      set.selections.map((node) => {
        if (node.kind === Kind.FIELD) return ofField(node, place)
        if (node.kind === Kind.INLINE_FRAGMENT) {
          const name = node.typeCondition?.name.value
          const type = name ? schema.getType(name) : place.type
          return ofSelections(node.selectionSet, { ...place, type })
        }
        const fragment = fragments.get(node.name.value)
        return fragment ? ofFragment(fragment, place) : 0
      }),
    )
  }

  function ofFragment(fragment: FragmentDefinitionNode, place: Place): Cost {
    const key = [fragment.name.value, place.isIntrospection, place.page?.key].join(' ')
    const cost = known.get(key)
    if (cost !== undefined) return cost
    const type = schema.getType(fragment.typeCondition.name.value)
    const found = ofSelections(fragment.selectionSet, { ...place, type })
    known.set(key, found)
    return found
  }

  function ofField(node: FieldNode, { type, page, isIntrospection }: Place): Cost {
    const own = type === schema.getMutationType() ? MUTATION_COST : 1
    if (!node.selectionSet) return own
    const field = fieldOf(type, node)
    if (!field || isIntrospection)
      return total([own, ofSelections(node.selectionSet, { isIntrospection: true })])

    const inner = getNamedType(field.type)
    const inside = ofSelections(node.selectionSet, {
      type: isCompositeType(inner) ? inner : undefined,
      page: pageOf(field, node, operation),
    })
    const isList = isListType(getNullableType(field.type))
    return total([own, isList ? times(rowsOf(node, page, operation), inside) : inside])
  }

  const cost = ofSelections(operation.selectionSet, {
    type: schema.getRootType(operation.operation),
  })
  return (variables) => toNumber(cost, variables)
}

/** Where a selection stands. */
interface Place {
  type?: GraphQLNamedType | null | undefined
  /** The page that the field around it gives: the lists directly in it have as many rows. */
  page?: Page | undefined
  isIntrospection?: boolean
}

function fieldOf(
  type: GraphQLNamedType | null | undefined,
  { name }: FieldNode,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined
}
