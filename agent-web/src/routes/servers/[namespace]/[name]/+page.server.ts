import { ServerPageDocument } from '#gql/documents'
import { ask, givenProblem } from '#lib/server/event.ts'
import { Problem } from '#lib/server/problem.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { params, locals, url } = event
  const name = `${params.namespace}/${params.name}`
  const { server } = await ask(event, ServerPageDocument, { name, locale: locals.locale })
  if (!server) throw new Problem('server_not_found')
  return { server, problem: givenProblem(url) }
}
