import { Kind, visit, type DocumentNode } from 'graphql'
import { createGraphQLError, type Plugin } from 'graphql-yoga'
import { isShallow, toStorable, toStorableText } from '../registry/to-storable.ts'

/** Makes hostile text harmless before a resolver sees it: in variables, and in the strings of a document. */
export function useStorableText(): Plugin {
  return {
    onParams({ params, setParams }) {
      if (!params.variables) return
      if (!isShallow(params.variables))
        throw createGraphQLError('Cannot read the variables: they are nested too deep', {
          extensions: { code: 'ERR_INPUT_INVALID', http: { status: 400 } },
        })
      setParams({ ...params, variables: toStorable(params.variables) })
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
