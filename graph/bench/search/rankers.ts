import { DocumentMatcher } from '../../src/search/match-documents.ts'
import { parseQuery } from '../../src/search/parse-query.ts'
import { rank } from '../../src/search/rank.ts'
import { searchDocuments, type SearchableServer } from '../../src/search/search-document.ts'
import type { Candidate } from '../../src/search/search-index.ts'
import type { Ranker } from './measure.ts'
import type { SearchSet } from './sets.ts'

/** What is found: a server, or a tool of it. */
interface Entry {
  server: SearchableServer
  tool?: SearchableServer['tools'][number]
}

/** More than ten, as tools of the same name count once. */
const DEPTH = 40

/** Our own core: the documents, the parsing and the ranking of the product, over documents in memory. */
export function ours(set: SearchSet): Ranker {
  const entries = entriesOf(set)
  const documents = set.servers
    .flatMap(searchDocuments)
    .filter(({ toolId }) => (toolId !== undefined) === (set.kind === 'tool'))
  const matcher = new DocumentMatcher(documents)
  return (text) => {
    const query = parseQuery(text)
    const { strengths, frequencies } = matcher.match(query.terms)
    const candidates = [...strengths].flatMap(([at, row]) => {
      const entry = entries[at]
      return entry ? [toCandidate(entry, row)] : []
    })
    return rank(query, candidates, frequencies)
      .slice(0, DEPTH)
      .map(({ candidate }) => candidate.toolName ?? candidate.serverName)
  }
}

function toCandidate({ server, tool }: Entry, strengths: readonly number[]): Candidate {
  return {
    id: tool?.id ?? server.id,
    serverId: server.id,
    serverName: server.name,
    title: tool?.name ?? server.title,
    toolName: tool?.name ?? null,
    strengths,
    health: 'unknown',
    status: 'active',
    source: 'imported',
    linkCount: 0,
    isRemote: false,
    isVerified: false,
  }
}

const K1 = 1.2
const B = 0.75

/** Plain BM25 over the same texts: every word once, as it is written, all fields alike. */
export function bm25(set: SearchSet): Ranker {
  const entries = entriesOf(set)
  const documents = entries.map((entry) => plainWords(textOf(entry)))
  const averageLength =
    documents.reduce((total, { length }) => total + length, 0) / documents.length
  const holders = new Map<string, Map<number, number>>()
  documents.forEach((words, at) => {
    for (const word of words) {
      const counts = holders.get(word) ?? new Map<number, number>()
      holders.set(word, counts.set(at, (counts.get(at) ?? 0) + 1))
    }
  })
  return (query) => {
    const scores = new Map<number, number>()
    for (const word of new Set(plainWords(query))) {
      const counts = holders.get(word) ?? new Map<number, number>()
      const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5))
      for (const [at, count] of counts) {
        const length = (documents[at]?.length ?? 0) / averageLength
        const gain = (idf * count * (K1 + 1)) / (count + K1 * (1 - B + B * length))
        scores.set(at, (scores.get(at) ?? 0) + gain)
      }
    }
    const best = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, DEPTH)
    return best.flatMap(([at]) => nameOf(entries[at]))
  }
}

function nameOf(entry: Entry | undefined): string[] {
  return entry ? [entry.tool?.name ?? entry.server.name] : []
}

function entriesOf({ kind, servers }: SearchSet): Entry[] {
  if (kind === 'server') return servers.map((server) => ({ server }))
  return servers.flatMap((server) => server.tools.map((tool) => ({ server, tool })))
}

/** A tool with what is said of its server, a server with all that is said of its tools: what ours reads too. */
function textOf({ server, tool }: Entry): string {
  const { name, title, description, tags, categories, tools } = server
  const texts = tool ? [toolText(tool)] : tools.map(toolText)
  return [name, title, description, ...tags, ...categories, ...texts].join(' ')
}

function toolText({ name, description, inputSchema }: SearchableServer['tools'][number]): string {
  const { properties } = Object(inputSchema)
  const parameters = Object.entries(Object(properties)).flatMap(([parameter, schema]) => [
    parameter,
    String(Object(schema).description ?? ''),
  ])
  return [name, description, ...parameters].join(' ')
}

function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
