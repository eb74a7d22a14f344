import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import { RunsDocument, UnlinkServerDocument } from '#gql/documents'
import { createGraph } from './graph-client.ts'

interface Body {
  query?: string
  variables: Record<string, unknown>
  extensions: { persistedQuery: { sha256Hash: string } }
}

/** A graph that remembers documents by their hash, and what it was sent. */
function createRememberingGraph() {
  const known = new Map<string, string>()
  const sent: Body[] = []
  const graph = createGraph({
    url: 'https://graph.test/graphql',
    accessToken: undefined,
    fetch: async (_url, init) => {
      const body: Body = JSON.parse(String(init?.body))
      sent.push(body)
      const { sha256Hash } = body.extensions.persistedQuery
      if (body.query) known.set(sha256Hash, body.query)
      const errors = [{ message: 'PersistedQueryNotFound' }]
      return Response.json(known.has(sha256Hash) ? { data: { viewer: null } } : { errors })
    },
  })
  return { graph, known, sent }
}

const wish = { first: 1, after: null, connectionId: null, locale: 'en' }

describe('createGraph()', () => {
  it('sends a document once, and its SHA-256 alone from then on', async () => {
    const { graph, known, sent } = createRememberingGraph()
    await graph.query(RunsDocument, wish)
    await graph.query(RunsDocument, wish)

    expect(sent.map(({ query }) => query !== undefined)).toEqual([false, true, false])
    expect(sent.map(({ variables }) => variables)).toEqual([wish, wish, wish])
    for (const [hash, query] of known)
      expect(createHash('sha256').update(query).digest('hex')).toBe(hash)
  })

  it('names what changes something in the same way', async () => {
    const { graph, sent } = createRememberingGraph()
    await graph.mutate(UnlinkServerDocument, { connectionId: 'c' })
    expect(sent.map(({ query }) => query !== undefined)).toEqual([false, true])
  })
})
