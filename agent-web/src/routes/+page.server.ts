import { isRedirect } from '@sveltejs/kit'

import { SearchDocument } from '#gql/documents'
import type { ProblemCode } from '#lib/problems.ts'
import { askPage, givenProblem } from '#lib/server/event.ts'
import { logProblem } from '#lib/server/log-problem.ts'
import { parseFilters, toServerFilter } from '#lib/server/search-filters.ts'
import type { SearchView } from '#lib/view.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 20
const MAX_QUERY_LENGTH = 200

export const load: PageServerLoad = async (event) => {
  const { url, locals } = event
  const query = readQuery(url.searchParams.get('q') ?? '')
  const filters = parseFilters(url.searchParams)
  const found = await search()
  return { query, filters, ...found, notice: givenProblem(url) }

  async function search(): Promise<{ result: SearchView | null; problem: ProblemCode | null }> {
    try {
      const { search: result } = await askPage(event, SearchDocument, {
        query,
        first: PAGE_SIZE,
        after: url.searchParams.get('after'),
        filter: toServerFilter(filters),
        locale: locals.locale,
      })
      return { result, problem: null }
    } catch (error) {
      if (isRedirect(error)) throw error
      const { problem } = logProblem(locals.web.log, 'Cannot search', error)
      return { result: null, problem }
    }
  }
}

/** What was typed, without what cannot be typed. */
function readQuery(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_QUERY_LENGTH)
}
