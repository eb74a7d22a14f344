import { RunDocument } from '#gql/documents'
import { ask, requirePerson } from '#lib/server/event.ts'
import { Problem } from '#lib/server/problem.ts'
import { toShownRun } from '#lib/server/runs/to-shown-run.ts'
import { withToolTitles } from '#lib/server/runs/with-tool-titles.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { web } = requirePerson(event)
  const { params, locals } = event
  const wish = { id: params.id, locale: locals.locale }
  const { viewer } = await ask(event, RunDocument, wish, 'run_not_found')
  if (!viewer?.run) throw new Problem('run_not_found')
  const [run] = await withToolTitles(event, [toShownRun(viewer.run, web.now())])
  if (!run) throw new Problem('run_not_found')
  return { run }
}
