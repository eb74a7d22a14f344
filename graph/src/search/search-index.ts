import type { ServerSummary } from '../registry/server-record.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { Term } from './parse-query.ts'

/** What narrows a search. Several values of one field mean any of them. */
export interface SearchFilter {
  categories?: readonly string[]
  tags?: readonly string[]
  /** `true`: servers that ask for sign-in; `false`: servers known to be open. */
  auth?: boolean
  health?: readonly string[]
  region?: string
  /** A scope that its tools ask for. */
  scope?: string
  /** The owner's id or name. */
  owner?: string
  /** `true`: only servers with a remote endpoint; `false`: only those without. */
  remote?: boolean
}

/** What one search reads: servers, or single tools. */
export type SearchKind = 'server' | 'tool'

/** How common the terms of a wish are. */
export interface Frequencies {
  /** By term: how many documents hold it. */
  counts: readonly number[]
  /** How many documents there are, roughly. */
  documentCount: number
}

/**
 * A question to the index. What the viewer may not see is gone before anything is ranked or counted. What a document must
 * hold to be counted, `rank` says.
 */
export interface MatchRequest {
  kind: SearchKind
  viewer: Viewer | undefined
  filter: SearchFilter
  terms: readonly Term[]
  /** How many of the roughly best to leave out, and how many to give. */
  offset: number
  limit: number
}

/** A document that holds the terms, with all that ranking looks at. */
export interface Candidate {
  /** The tool's id for tools, else the server's. */
  id: string
  serverId: string
  /** The server's registry name, in lower case. */
  serverName: string
  /** Of the server, or of the tool. */
  title: string
  /** The tool's name; `null` for servers. */
  toolName: string | null
  /** How strongly each term stands in the document, 0 (not at all) to 1. */
  strengths: readonly number[]
  health: string
  status: string
  source: string
  linkCount: number
  isRemote: boolean
  /** Whether its namespace is proven by its owner. */
  isVerified: boolean
}

/** A number of results that share a value. */
export interface FacetCount {
  value: string
  count: number
}

/**
 * Counts for narrowing further. Each facet is counted as if its own filter were not set, so that its other values can
 * be chosen. `auth` has the values `true`, `false` and `unknown`.
 */
export interface Facets {
  categories: FacetCount[]
  health: FacetCount[]
  auth: FacetCount[]
}

/** The documents that hold the terms. */
export interface MatchSet {
  totalCount: number
  /** Whether the count is only near the truth: what nearly everything holds is not counted in full. */
  isEstimate: boolean
  /** The asked part, roughly best first. */
  candidates: Candidate[]
  frequencies: Frequencies
  /** Where the count is an estimate, of those that were looked at. */
  facets: Facets
}

/** What a tool says of itself. */
export interface ToolTexts {
  name: string
  title: string | null
  description: string
  /** By locale: `{ ja: { title, description } }`. */
  translations: unknown
}

/** What a server says of itself, and those of its tools that fit. */
export interface ServerTexts extends Omit<ToolTexts, 'title'> {
  title: string
  categories: readonly string[]
  tags: readonly string[]
  tools: readonly ToolTexts[]
}

/** A place in the list of everything: the values it is sorted by. */
export interface BrowsePosition {
  /** 1 for servers that are not known to be broken, else 0. */
  working: number
  linkCount: number
  /** 1 for published servers and those of the project's own catalog, else 0. */
  curated: number
  /** ISO 8601. */
  publishedAt: string
  id: string
}

/** A question for everything, without a wish. */
export interface BrowseRequest {
  viewer: Viewer | undefined
  filter: SearchFilter
  after: BrowsePosition | undefined
  limit: number
  /** Whether to read what a list shows of each server, too (default: false) */
  withSummaries?: boolean | undefined
}

/** A server in the list of everything. */
export interface BrowsedServer extends BrowsePosition {
  /** `undefined` when not asked for. */
  summary: ServerSummary | undefined
}

/** A part of the list of everything: working before broken, most used, curated, then newest first. */
export interface BrowseSet {
  totalCount: number
  servers: BrowsedServer[]
  facets: Facets
}

/** The index of everything that can be found. */
export interface SearchIndex {
  /** The documents that hold the terms. */
  match(request: MatchRequest): Promise<MatchSet>
  /** Servers without a wish. */
  browse(request: BrowseRequest): Promise<BrowseSet>
  /** Names and words of names that a misspelled word may have been, those that are likely first. */
  findSimilarNames(word: string, viewer: Viewer | undefined): Promise<string[]>
  /** The names of those tools of these servers that hold any of the terms: best first, at most five each. */
  readMatchedTools(
    serverIds: readonly string[],
    terms: readonly Term[],
  ): Promise<ReadonlyMap<string, string[]>>
  /** What these servers say, with those of their tools that hold any of the terms: best first, at most five each. */
  readServerTexts(
    serverIds: readonly string[],
    terms: readonly Term[],
  ): Promise<ReadonlyMap<string, ServerTexts>>
  /** What these tools say. */
  readToolTexts(toolIds: readonly string[]): Promise<ReadonlyMap<string, ToolTexts>>
  /**
   * Writes the documents of these servers anew, after the servers or their tools changed.
   *
   * @returns How many documents were written
   */
  refresh(serverIds: readonly string[]): Promise<number>
  /**
   * Writes the documents that are missing or were made by other rules than today's, until there are none or the signal
   * says stop.
   *
   * @returns How many documents were written
   */
  refreshOutdated(signal: AbortSignal): Promise<number>
}
