import { ConnectionsDocument } from '#gql/documents'
import { disconnectAction, syncAction } from '#lib/server/connection-actions.ts'
import { ask, givenProblem, requirePerson } from '#lib/server/event.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requirePerson(event)
  const { viewer } = await ask(event, ConnectionsDocument, { locale: event.locals.locale })
  return { connections: viewer?.connections ?? [], problem: givenProblem(event.url) }
}

export const actions: Actions = { sync: syncAction, disconnect: disconnectAction }
