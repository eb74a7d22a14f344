import { correctSpelling } from './correct-spelling.ts'
import { toCursor, type FoundBy, type RankedPosition } from './cursor.ts'
import { termOf, type Query, type Term } from './parse-query.ts'
import { rank, termWeights, type Ranked } from './rank.ts'
import type { Candidate, Facets, MatchSet } from './search-index.ts'
import type { Question, SearchContext } from './wish.ts'

/** One result with the cursor that leads on from it. */
export interface MatchEdge {
  candidate: Candidate
  cursor: string
}

/** One page of results for a wish. */
export interface MatchPage {
  totalCount: number
  facets: Facets
  edges: MatchEdge[]
  hasNextPage: boolean
  /** The terms that were searched for, after correction. */
  terms: readonly Term[]
  /** Misspelled word → the one searched for instead. */
  corrections: Readonly<Record<string, string>>
}

/** No result, nothing to narrow. */
export const NO_FACETS: Facets = { categories: [], health: [], auth: [] }

/** How many candidates are ranked at once. Whoever reads on past them gets the next block. */
const BLOCK_SIZE = 200
/** With fewer results than this, documents with only some of the words and misspellings are looked at too. */
const FEW = 3

/** Finds and ranks what holds the terms of a wish, and cuts the asked page out of it. */
export async function findMatches(context: SearchContext, question: Question): Promise<MatchPage> {
  const { query, after } = question
  if (query.terms.length === 0) {
    return {
      totalCount: 0,
      facets: NO_FACETS,
      edges: [],
      hasNextPage: false,
      terms: [],
      corrections: {},
    }
  }
  const blocks = new Blocks(context, question)
  const found: FoundBy = after?.ranked ?? (await chooseWay(blocks, query))
  const corrected = { ...query, terms: correctTerms(query.terms, found.corrections) }
  return cutPage({ blocks, query: corrected, found, question })
}

/** All words; else corrected words; else the words that count for a third of the wish. */
async function chooseWay(blocks: Blocks, query: Query): Promise<FoundBy> {
  const exact = await blocks.load(query.terms, [], 0)
  if (exact.totalCount >= FEW) return { weights: [], corrections: {} }

  const corrections = await blocks.findCorrections(query.terms, exact)
  const terms = correctTerms(query.terms, corrections)
  const isCorrected = Object.keys(corrections).length > 0
  const best = isCorrected ? await blocks.load(terms, [], 0) : exact
  if (best.totalCount >= FEW || terms.length === 1) return { weights: [], corrections }
  return { weights: termWeights(terms.length, best), corrections }
}

function correctTerms(terms: readonly Term[], corrections: FoundBy['corrections']): Term[] {
  return terms.map((term) => {
    const better = Object.hasOwn(corrections, term.word) ? corrections[term.word] : undefined
    return better === undefined ? term : termOf(better)
  })
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
    const matches = await blocks.load(query.terms, found.weights, block)
    const rest = afterPosition(rank(query, matches), position)
    const taken = rest.slice(0, limit - edges.length)
    edges.push(...taken.map((ranked) => toEdge(ranked, block, found, question)))
    const hasMore = rest.length > taken.length || (block + 1) * BLOCK_SIZE < matches.totalCount
    if (edges.length === limit || !hasMore) {
      const { totalCount, facets } = matches
      const { corrections } = found
      const { terms } = query
      return { totalCount, facets, edges, hasNextPage: hasMore, terms, corrections }
    }
    block += 1
    position = undefined
  }
}

/** What follows the last result that was seen. It may have gone since; then its score tells where it stood. */
function afterPosition(ranked: Ranked[], position: RankedPosition | undefined): Ranked[] {
  if (!position) return ranked
  const at = ranked.findIndex(({ candidate }) => candidate.id === position.id)
  if (at >= 0) return ranked.slice(at + 1)
  return ranked.filter(
    ({ score, candidate }) =>
      score < position.score || (score === position.score && candidate.id > position.id),
  )
}

function toEdge(
  { candidate, score }: Ranked,
  block: number,
  { weights, corrections }: FoundBy,
  { kind, query, filter }: Question,
): MatchEdge {
  const ranked = { block, score, id: candidate.id, weights, corrections }
  return { candidate, cursor: toCursor({ kind, text: query.text, filter, ranked }) }
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

  async load(terms: readonly Term[], weights: readonly number[], block: number): Promise<MatchSet> {
    const key = JSON.stringify([terms, weights, block])
    if (this.#last?.key === key) return this.#last.matches
    const { kind, filter } = this.#question
    const matches = await this.#context.index.match({
      kind,
      viewer: this.#context.viewer,
      filter,
      terms,
      weights,
      offset: block * BLOCK_SIZE,
      limit: BLOCK_SIZE,
    })
    this.#last = { key, matches }
    return matches
  }

  /** Only words that stand nowhere are taken for misspelled. */
  async findCorrections(
    terms: readonly Term[],
    { totalCount, frequencies }: MatchSet,
  ): Promise<Record<string, string>> {
    const unknown = terms.filter((_, index) => (frequencies[index] ?? totalCount) === 0)
    const { index, viewer } = this.#context
    const pairs = await Promise.all(
      unknown.map(async ({ word }) => {
        const better = correctSpelling(word, await index.findSimilarNames(word, viewer))
        return better === undefined ? [] : [[word, better] as const]
      }),
    )
    return Object.fromEntries(pairs.flat())
  }
}
