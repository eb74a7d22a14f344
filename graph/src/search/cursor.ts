import * as z from 'zod'
import { readCursorText, toCursorText } from '../registry/cursor-text.ts'
import { isMoment } from '../registry/moment.ts'
import { isCorrectable, typingDistance } from './correct-spelling.ts'
import { cursorInvalid, filterTooLong } from './errors.ts'
import type { BrowsePosition, SearchFilter } from './search-index.ts'

/** A place in a ranked list. */
export interface RankedPosition {
  /** Which block of candidates. */
  block: number
  /** Its place in the block. */
  at: number
  id: string
}

/** How the first page found its results, so that the next one goes on in the same list. */
export interface FoundBy {
  /** Misspelled word → the one searched for instead. */
  corrections: Readonly<Record<string, string>>
}

/** What a cursor carries: the whole question, and where its reader stands. */
export interface Cursor {
  kind: 'server' | 'tool'
  text: string
  filter: SearchFilter
  /** Absent without a wish. */
  ranked?: RankedPosition & FoundBy
  /** Absent with a wish. */
  browse?: BrowsePosition
}

/** In longer wishes, a word that stands nowhere is a name more often than a misspelling. */
export const MAX_CORRECTED_WORDS = 5
/** The most typing errors that are corrected in one word. */
const MAX_ERRORS = 2
/** The longest cursor: the longest wish with the longest filter comes to less. */
export const MAX_CURSOR_CHARS = 13_000
/** The most values in one list of a filter. */
export const MAX_FILTER_VALUES = 50
/** The most bytes that a filter comes to, as JSON: its cursor has room for a wish beside it, and an address for its cursor. */
export const MAX_FILTER_BYTES = 4000
const words = z.array(z.string()).max(MAX_FILTER_VALUES)

const schema = z.strictObject({
  v: z.literal(2),
  k: z.enum(['server', 'tool']),
  q: z.string().max(1000),
  f: z.strictObject({
    categories: words.optional(),
    tags: words.optional(),
    auth: z.boolean().optional(),
    health: words.optional(),
    region: z.string().optional(),
    scope: z.string().optional(),
    owner: z.string().optional(),
    remote: z.boolean().optional(),
  }),
  r: z
    .tuple([
      z.int().min(0).max(1e6),
      z.int().min(0).max(1000),
      z.uuid(),
      z.record(z.string().max(256), z.string().max(256)).refine(areCorrections),
    ])
    .optional(),
  b: z
    .tuple([
      z.literal([0, 1]),
      z.int().min(0).max(2147483647),
      z.literal([0, 1]),
      z.string().refine(isMoment),
      z.uuid(),
    ])
    .optional(),
})

/** What is none, but was written into a cursor by somebody, could make the wish longer and longer. */
function areCorrections(corrections: Readonly<Record<string, string>>): boolean {
  const all = Object.entries(corrections)
  return (
    all.length <= MAX_CORRECTED_WORDS &&
    all.every(([word, better]) => isCorrectable(word) && typingDistance(word, better) <= MAX_ERRORS)
  )
}

/** Writes a cursor as text that stands in an address without encoding. */
export function toCursor({ kind, text, filter, ranked, browse }: Cursor): string {
  const wire = {
    v: 2,
    k: kind,
    q: text,
    f: normalizeFilter(filter),
    r: ranked && [ranked.block, ranked.at, ranked.id, ranked.corrections],
    b: browse && [browse.working, browse.linkCount, browse.curated, browse.publishedAt, browse.id],
  }
  return toCursorText(wire)
}

/**
 * Reads a cursor back. Cursors are not secret and not signed: what they carry is asked again with the reader's own
 * rights.
 *
 * @throws SearchError ERR_CURSOR_INVALID
 */
export function parseCursor(text: string): Cursor {
  const { success, data } = schema.safeParse(readCursorText(text, MAX_CURSOR_CHARS))
  if (!success) throw cursorInvalid('the cursor is not one of ours')
  const filter = normalizeFilter(data.f)
  const cursor: Cursor = { kind: data.k, text: data.q, filter }
  if (data.r) {
    const [block, at, id, corrections] = data.r
    return { ...cursor, ranked: { block, at, id, corrections } }
  }
  if (!data.b) throw cursorInvalid('the cursor is not one of ours')
  const [working, linkCount, curated, publishedAt, id] = data.b
  return { ...cursor, browse: { working, linkCount, curated, publishedAt, id } }
}

/**
 * One spelling for filters that mean the same: sorted, without what narrows nothing.
 *
 * @throws SearchError ERR_FILTER_TOO_LONG
 */
export function normalizeFilter(filter: {
  readonly [name in keyof SearchFilter]?: SearchFilter[name] | null | undefined
}): SearchFilter {
  assertFilterSize(filter)
  const { categories, tags, auth, health, region, scope, owner, remote } = filter
  return {
    ...(categories?.length ? { categories: sorted(categories) } : {}),
    ...(tags?.length ? { tags: sorted(tags) } : {}),
    ...(health?.length ? { health: sorted(health) } : {}),
    ...(typeof auth === 'boolean' ? { auth } : {}),
    ...(region ? { region } : {}),
    ...(scope ? { scope } : {}),
    ...(owner ? { owner } : {}),
    ...(typeof remote === 'boolean' ? { remote } : {}),
  }
}

/**
 * Refuses a filter with more values in one of its lists, or more text in all, than a cursor holds.
 *
 * @throws SearchError ERR_FILTER_TOO_LONG
 */
export function assertFilterSize(filter: {
  readonly [name in 'categories' | 'tags' | 'health']?: readonly string[] | null | undefined
}): void {
  for (const list of ['categories', 'tags', 'health'] as const)
    if ((filter[list]?.length ?? 0) > MAX_FILTER_VALUES)
      throw filterTooLong(`${MAX_FILTER_VALUES} values of "${list}"`)
  if (new TextEncoder().encode(JSON.stringify(filter)).length > MAX_FILTER_BYTES)
    throw filterTooLong(`${MAX_FILTER_BYTES} bytes`)
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
