import { Kind, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql'

/** What stands in a document, fragments counted as if they were written out where they are spread. */
export interface DocumentMeasure {
  aliases: number
  directives: number
  /** Fields inside fields, on the longest way; introspection counts as one. */
  depth: number
}

/**
 * Measures a document before anything else looks at it, so also one that is not valid: the largest of its
 * operations counts. Each fragment is measured once, however often it is spread.
 *
 * Pure: no I/O.
 */
export function measureDocument({ definitions }: DocumentNode): DocumentMeasure {
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  )
  const measured = new Map<string, DocumentMeasure>()

  function ofSelections(set: SelectionSetNode | undefined): DocumentMeasure {
    return (set?.selections ?? []).map(ofSelection).reduce(add, NOTHING)
  }

  function ofSelection(node: SelectionNode): DocumentMeasure {
    const own = { aliases: 0, directives: node.directives?.length ?? 0, depth: 0 }
    if (node.kind === Kind.FRAGMENT_SPREAD) return add(own, ofFragment(node.name.value))

    const inside = ofSelections(node.selectionSet)
    if (node.kind === Kind.INLINE_FRAGMENT) return add(own, inside)
    const depth = node.name.value.startsWith('__') ? 1 : inside.depth + 1
    return { ...add({ ...own, aliases: node.alias ? 1 : 0 }, inside), depth }
  }

  function ofFragment(name: string): DocumentMeasure {
    const known = measured.get(name)
    if (known) return known
    // A fragment in itself is for the validation to refuse.
    measured.set(name, NOTHING)
    const fragment = fragments.get(name)
    const directives = fragment?.directives?.length ?? 0
    const measure = add({ ...NOTHING, directives }, ofSelections(fragment?.selectionSet))
    measured.set(name, measure)
    return measure
  }

  return definitions
    .map((each) => {
      if (each.kind !== Kind.OPERATION_DEFINITION) return NOTHING
      const variables = (each.variableDefinitions ?? []).flatMap((one) => one.directives ?? [])
      const directives = (each.directives ?? []).length + variables.length
      return add({ ...NOTHING, directives }, ofSelections(each.selectionSet))
    })
    .reduce(largest, NOTHING)
}

const NOTHING: DocumentMeasure = { aliases: 0, directives: 0, depth: 0 }

/** Two parts of one selection. */
function add(one: DocumentMeasure, other: DocumentMeasure): DocumentMeasure {
  return {
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    depth: Math.max(one.depth, other.depth),
  }
}

function largest(one: DocumentMeasure, other: DocumentMeasure): DocumentMeasure {
  return {
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    depth: Math.max(one.depth, other.depth),
  }
}
