import { ServerPageDocument } from '#gql/documents'
import { ask, givenProblem } from '#lib/server/event.ts'
import { translateSchema } from '#lib/schema/translate-schema.ts'
import { Problem } from '#lib/server/problem.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { params, locals, url } = event
  const name = `${params.namespace}/${params.name}`
  const { server } = await ask(event, ServerPageDocument, { name, locale: locals.locale })
  if (!server) throw new Problem('server_not_found')
  const tools = server.tools.map(({ fieldTexts, inputSchema, ...tool }) => ({
    ...tool,
    inputSchema: translateSchema(inputSchema, fieldTexts),
  }))
  return { server: { ...server, tools }, problem: givenProblem(url) }
}
