import { KNOWN_WORDS } from './concepts.ts'
import { correctSpelling, isCorrectable, isNear } from './correct-spelling.ts'
import { MAX_CORRECTED_WORDS, toCursor, type FoundBy, type RankedPosition } from './cursor.ts'
import { fuseByRank } from './fuse-by-rank.ts'
import { parseQuery, type Query, type Term } from './parse-query.ts'
import { rank, type Ranked } from './rank.ts'
import type { Candidate, Facets, MatchSet } from './search-index.ts'
import { replaceWords } from './tokenize.ts'
import type { Near } from './vectors.ts'
import type { Question, SearchContext } from './wish.ts'

/** One result with the cursor that leads on from it. */
export interface MatchEdge {
  candidate: Candidate
  /** What each term of the wish adds to it. */
  gains: readonly number[]
  cursor: string
}

/** One page of results for a wish. */
export interface MatchPage {
  totalCount: number
  isEstimate: boolean
  facets: Facets
  edges: MatchEdge[]
  hasNextPage: boolean
  /** What was searched for, after correction. */
  query: Query
  /** Misspelled word → the one searched for instead. */
  corrections: Readonly<Record<string, string>>
}

/** No result, nothing to narrow. */
export const NO_FACETS: Facets = { categories: [], health: [], auth: [] }

/** How many candidates are ranked at once. Whoever reads on past them gets the next block. */
const BLOCK_SIZE = 60

/** Finds and ranks what holds the terms of a wish, and cuts the asked page out of it. */
export async function findMatches(context: SearchContext, question: Question): Promise<MatchPage> {
  const { query, after } = question
  if (query.terms.length === 0) {
    return {
      totalCount: 0,
      isEstimate: false,
      facets: NO_FACETS,
      edges: [],
      hasNextPage: false,
      query,
      corrections: {},
    }
  }
  const blocks = new Blocks(context, question)
  const found: FoundBy = after?.ranked ?? (await chooseWay(blocks, query))
  const corrected = correctQuery(query, found.corrections)
  return cutPage({ blocks, query: corrected, found, question })
}

/** As asked; else with words that stand nowhere corrected. */
async function chooseWay(blocks: Blocks, query: Query): Promise<FoundBy> {
  const plain = query.terms.filter(({ word }) => !word.startsWith('~'))
  if (plain.length > MAX_CORRECTED_WORDS) return { corrections: {} }
  const { frequencies } = await blocks.load(query.terms, 0)
  const unknown = plain.filter(
    (term) => frequencies.counts[query.terms.indexOf(term)] === 0 && isCorrectable(term.word),
  )
  const corrections = await blocks.findCorrections(unknown)
  const corrected = await blocks.load(correctQuery(query, corrections).terms, 0)
  return { corrections: corrected.candidates.length > 0 ? corrections : {} }
}

/** What no server is called may still be a common word: of those, one error at most is corrected. */
function correctByLexicon(word: string): string | undefined {
  const near = KNOWN_WORDS.filter((known) => isNear(known, word))
  return correctSpelling(word, near, 1)
}

/** Taken apart anew: the concepts of a word are known only when it is spelled right. */
function correctQuery(query: Query, corrections: FoundBy['corrections']): Query {
  const words = new Map(Object.entries(corrections))
  if (words.size === 0) return query
  // A registry name is one word of a wish, which is nothing else then.
  const corrected = words.get(query.phrase) ?? replaceWords(query.text, words)
  return { ...parseQuery(corrected), text: query.text }
}

interface Cut {
  blocks: Blocks
  query: Query
  found: FoundBy
  question: Question
}

async function cutPage({ blocks, query, found, question }: Cut): Promise<MatchPage> {
  const { limit, after } = question
  const edges: MatchEdge[] = []
  let block = after?.ranked?.block ?? 0
  let position: RankedPosition | undefined = after?.ranked
  for (;;) {
    const matches = await blocks.load(query.terms, block)
    const near = await blocks.findNear(matches)
    const ranked = rankAll({ query, matches, near, isFirst: block === 0 })
    const start = position ? placeAfter(ranked, position) : 0
    const taken = ranked.slice(start, start + limit - edges.length)
    edges.push(...taken.map((one, at) => toEdge(one, { block, at: start + at }, found, question)))
    const isLastBlock = matches.candidates.length < BLOCK_SIZE
    const hasMore = start + taken.length < ranked.length || !isLastBlock
    if (edges.length === limit || !hasMore) {
      const { isEstimate, facets } = matches
      const totalCount = matches.totalCount + (near?.others.length ?? 0)
      const { corrections } = found
      return { totalCount, isEstimate, facets, edges, hasNextPage: hasMore, query, corrections }
    }
    block += 1
    position = undefined
  }
}

interface RankAll {
  query: Query
  matches: MatchSet
  near: Near | undefined
  isFirst: boolean
}

/** By words, and by meaning where there is a second opinion: what only that has found stands in the first block. */
function rankAll({ query, matches, near, isFirst }: RankAll): Ranked[] {
  const { candidates, frequencies } = matches
  if (!near) return rank(query, candidates, frequencies)
  const added = new Set(near.others.map(({ id }) => id))
  if (isFirst) {
    return fuseByRank(rank(query, candidates, frequencies), near.others, near.nearness)
  }
  const own = candidates.filter(({ id }) => !added.has(id))
  return fuseByRank(rank(query, own, frequencies), [], near.nearness)
}

/** Behind the last result that was seen; where it has gone, from its place on. */
function placeAfter(ranked: readonly Ranked[], { id, at }: RankedPosition): number {
  const found = ranked.findIndex(({ candidate }) => candidate.id === id)
  return found >= 0 ? found + 1 : at
}

function toEdge(
  { candidate, gains }: Ranked,
  { block, at }: { block: number; at: number },
  { corrections }: FoundBy,
  { kind, query, filter }: Question,
): MatchEdge {
  const ranked = { block, at, id: candidate.id, corrections }
  return { candidate, gains, cursor: toCursor({ kind, text: query.text, filter, ranked }) }
}

/** Asks the index, and remembers the last answer: the first page is usually what the first look has found. */
class Blocks {
  readonly #context: SearchContext
  readonly #question: Question
  #last: { key: string; matches: MatchSet } | undefined

  constructor(context: SearchContext, question: Question) {
    this.#context = context
    this.#question = question
  }

  async load(terms: readonly Term[], block: number): Promise<MatchSet> {
    const key = JSON.stringify([terms.map(({ word }) => word), block])
    if (this.#last?.key === key) return this.#last.matches
    const { kind, filter } = this.#question
    const matches = await this.#context.index.match({
      kind,
      viewer: this.#context.viewer,
      filter,
      terms,
      offset: block * BLOCK_SIZE,
      limit: BLOCK_SIZE,
    })
    this.#last = { key, matches }
    return matches
  }

  /** What is near the wish in meaning; the first block says what its words have found. */
  async findNear(matches: MatchSet): Promise<Near | undefined> {
    const { vectors, viewer } = this.#context
    const { kind, filter, query } = this.#question
    const candidateIds = matches.candidates.map(({ id }) => id)
    return vectors?.near({ kind, viewer, filter, text: query.text, candidateIds })
  }

  /** What words that stand nowhere probably were meant to be. */
  async findCorrections(unknown: readonly Term[]): Promise<Record<string, string>> {
    const { index, viewer } = this.#context
    const pairs = await Promise.all(
      unknown.map(async ({ word }) => {
        const names = await index.findSimilarNames(word, viewer)
        const better = correctSpelling(word, names) ?? correctByLexicon(word)
        return better === undefined ? [] : [[word, better] as const]
      }),
    )
    return Object.fromEntries(pairs.flat())
  }
}
