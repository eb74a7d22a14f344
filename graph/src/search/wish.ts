import type { Viewer } from '../registry/viewer.ts'
import { normalizeFilter, parseCursor, type Cursor } from './cursor.ts'
import { cursorInvalid, pageSizeInvalid } from './errors.ts'
import { parseQuery, type Query } from './parse-query.ts'
import type { SearchFilter, SearchIndex, SearchKind } from './search-index.ts'
import type { Vectors } from './vectors.ts'

/** What somebody looks for. */
export interface Wish {
  /** In any words, English or Japanese. Left out with a cursor: the cursor's own. */
  text?: string | null | undefined
  /** Left out with a cursor: the cursor's own. */
  filter?:
    | { readonly [name in keyof SearchFilter]?: SearchFilter[name] | null | undefined }
    | null
    | undefined
  /** 1 to 100 (default: 20). */
  limit?: number | null | undefined
  /** The cursor of the last result that was seen. */
  after?: string | null | undefined
  /** Whether to read what a list shows of each server where that takes no statement more (default: false). */
  withSummaries?: boolean | undefined
}

/** What a search needs: the index, and who asks. */
export interface SearchContext {
  index: SearchIndex
  viewer: Viewer | undefined
  /** Compares by meaning (default: words alone decide). */
  vectors?: Vectors | undefined
}

/** A wish after all checks. */
export interface Question {
  kind: SearchKind
  query: Query
  filter: SearchFilter
  limit: number
  after: Cursor | undefined
}

/** The most results on one page. */
export const MAX_PAGE_SIZE = 100
const DEFAULT_PAGE_SIZE = 20

/**
 * Checks a wish and joins it with its cursor. Clients exist that send a cursor without the query it belongs to, so the
 * cursor carries both; another query beside it is refused.
 *
 * @throws SearchError
 */
export function parseWish(kind: SearchKind, wish: Wish): Question {
  const limit = wish.limit ?? DEFAULT_PAGE_SIZE
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw pageSizeInvalid(limit, MAX_PAGE_SIZE)
  }
  const asked = parseQuery(wish.text ?? '')
  const filter = normalizeFilter(wish.filter ?? {})
  if (wish.after === undefined || wish.after === null || wish.after === '') {
    return { kind, query: asked, filter, limit, after: undefined }
  }
  const after = parseCursor(wish.after)
  if (after.kind !== kind) throw cursorInvalid('the cursor belongs to a search of another kind')
  if (asked.text !== '' && asked.text !== after.text) {
    throw cursorInvalid('the cursor belongs to another query')
  }
  if (Object.keys(filter).length > 0 && !isSame(filter, after.filter)) {
    throw cursorInvalid('the cursor belongs to another filter')
  }
  const query = asked.text === '' ? parseQuery(after.text) : asked
  return { kind, query, filter: after.filter, limit, after }
}

function isSame(one: SearchFilter, other: SearchFilter): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
