import { Kind, visit, type DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { toStorable, toStorableText } from '../registry/to-storable.ts'

/** Makes hostile text harmless before a resolver sees it: in variables, and in the strings of a document. */
export function useStorableText(): Plugin {
  return {
    onParams({ params, setParams }) {
      if (!params.variables) return
      // Records stay records: only their texts are replaced.
      const variables = toStorable(params.variables) as Record<string, unknown>
      setParams({ ...params, variables })
    },
    onParse: () => (event) => {
      const { result } = event
      if (isDocument(result)) event.replaceParseResult(toStorableDocument(result))
    },
  }
}

function toStorableDocument(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.STRING]: (node) => {
      const value = toStorableText(node.value)
      return value === node.value ? undefined : { ...node, value }
    },
  })
}

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value
}
