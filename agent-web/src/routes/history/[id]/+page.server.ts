import { RunDocument } from '#gql/documents'
import { ask, requirePerson } from '#lib/server/event.ts'
import { Problem } from '#lib/server/problem.ts'
import { toShownRun } from '#lib/server/runs/to-shown-run.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { web } = requirePerson(event)
  const { params, locals } = event
  const { viewer } = await ask(event, RunDocument, { id: params.id, locale: locals.locale })
  if (!viewer?.run) throw new Problem('run_not_found')
  return { run: toShownRun(viewer.run, web.now()) }
}
