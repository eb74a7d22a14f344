import { RunsDocument } from '#gql/documents'
import { askPage, requirePerson } from '#lib/server/event.ts'
import { toShownRun } from '#lib/server/runs/to-shown-run.ts'
import { withToolTitles } from '#lib/server/runs/with-tool-titles.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 30

export const load: PageServerLoad = async (event) => {
  const { web } = requirePerson(event)
  const { searchParams } = event.url
  const { viewer } = await askPage(event, RunsDocument, {
    first: PAGE_SIZE,
    after: searchParams.get('after'),
    connectionId: searchParams.get('connection'),
    locale: event.locals.locale,
  })
  const runs = viewer?.runs.edges.map(({ node }) => toShownRun(node, web.now())) ?? []
  return {
    runs: await withToolTitles(event, runs),
    pageInfo: viewer?.runs.pageInfo ?? { hasNextPage: false, endCursor: null },
  }
}
