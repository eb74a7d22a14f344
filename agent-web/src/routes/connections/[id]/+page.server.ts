import { RunDocument, WorkbenchDocument } from '#gql/documents'
import { disconnectAction, syncAction } from '#lib/server/connection-actions.ts'
import { ask, givenProblem, requirePerson } from '#lib/server/event.ts'
import { Problem } from '#lib/server/problem.ts'
import { toToolGroups } from '#lib/server/runs/to-tool-groups.ts'
import { translateTools } from '#lib/server/runs/translate-tools.ts'
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  requirePerson(event)
  const { params, url, locals } = event
  const wish = { id: params.id, locale: locals.locale }
  const { viewer } = await ask(event, WorkbenchDocument, wish, 'connection_not_found')
  if (!viewer?.connection) throw new Problem('connection_not_found')

  const { tools: synced, server: listed, ...connection } = viewer.connection
  const { tools: published, ...server } = listed
  const tools = translateTools(synced, published)
  const earlier = await readRun(event, connection.id)
  const wanted = url.searchParams.get('tool') ?? earlier?.toolName
  return {
    connection: { ...connection, server },
    groups: toToolGroups(tools),
    tool: tools.find((tool) => tool.name === wanted) ?? null,
    initial: earlier && earlier.toolName === wanted ? toArguments(earlier.input) : null,
    linked: url.searchParams.has('linked'),
    problem: givenProblem(url),
  }
}

export const actions: Actions = { sync: syncAction, disconnect: disconnectAction }

/** The run that is to be repeated, if it was one of this connection. */
async function readRun(event: PageServerLoadEvent, connectionId: string) {
  const id = event.url.searchParams.get('run')
  if (!id) return undefined
  const wish = { id, locale: event.locals.locale }
  const { viewer } = await ask(event, RunDocument, wish, 'run_not_found')
  return viewer?.run?.connection.id === connectionId ? viewer.run : undefined
}

function toArguments(input: unknown): Record<string, unknown> | null {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : null
}
