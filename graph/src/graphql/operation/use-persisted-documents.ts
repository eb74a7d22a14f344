import { createGraphQLError, type Plugin } from 'graphql-yoga'
import { hashDocument, readDocumentHash, type PersistedDocuments } from './persisted-documents.ts'
import type { Prepare } from './prepare-operation.ts'

/**
 * Lets a request name its document by hash instead of sending it ("automatic persisted queries", as Apollo's and
 * urql's clients do it). Nothing but the text of that very hash is ever run; only a document that is sound is kept.
 */
export function usePersistedDocuments(persisted: PersistedDocuments, prepare: Prepare): Plugin {
  return {
    async onParams({ params, setParams }) {
      const hash = readDocumentHash(params.extensions)
      if (hash === undefined) return
      const { query } = params
      if (!query) {
        const known = persisted.find(hash)
        if (known === undefined) throw notFound()
        return setParams({ ...params, query: known })
      }
      if ((await hashDocument(query)) !== hash) throw mismatch()
      if (prepare(query).errors.length === 0) persisted.keep(hash, query)
    },
  }
}

/** Clients send the document then; they know it by these words. */
function notFound(): Error {
  return createGraphQLError('PersistedQueryNotFound', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { spec: true, status: 404 } },
  })
}

function mismatch(): Error {
  return createGraphQLError('Cannot run the document: its SHA-256 is not the one that is named', {
    extensions: { code: 'PERSISTED_QUERY_HASH_MISMATCH', http: { spec: true, status: 400 } },
  })
}
