import { CodedError } from '@toolgraph/errors'

/** Why a search was refused. */
export type SearchErrorCode =
  'ERR_CURSOR_INVALID' | 'ERR_FILTER_TOO_LONG' | 'ERR_PAGE_SIZE_INVALID' | 'ERR_QUERY_TOO_LONG'

/** A search that cannot be done as it was asked. */
export class SearchError extends CodedError<SearchErrorCode> {
  override readonly name = 'SearchError'
}

/** The cursor is none of ours, is broken, or belongs to another query. */
export function cursorInvalid(why: string): SearchError {
  return new SearchError(
    'ERR_CURSOR_INVALID',
    `Cannot continue the search: ${why}; leave the cursor out to begin again`,
  )
}

/** More results at once than a page holds, or fewer than one. */
export function pageSizeInvalid(size: number, max: number): SearchError {
  return new SearchError(
    'ERR_PAGE_SIZE_INVALID',
    `Cannot list "${size}" results: a page holds 1 to ${max}`,
  )
}

/** More text than a wish needs. */
export function queryTooLong(max: number): SearchError {
  return new SearchError(
    'ERR_QUERY_TOO_LONG',
    `Cannot search for a text of more than ${max} characters: say it shorter`,
  )
}

/** More values in one list of a filter than anybody chooses, or longer ones. */
export function filterTooLong(max: string): SearchError {
  return new SearchError(
    'ERR_FILTER_TOO_LONG',
    `Cannot filter by more than ${max}: choose fewer values`,
  )
}
