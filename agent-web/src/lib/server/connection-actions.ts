import { type ActionFailure, fail, type RequestEvent } from '@sveltejs/kit'

import type { ProblemCode } from '#lib/problems.ts'
import { requirePerson } from './event.ts'
import { disconnect } from './linking/disconnect.ts'
import type { LinkingContext } from './linking/linking.ts'
import { syncTools, type ToolChanges } from './linking/sync-tools.ts'
import { logProblem } from './log-problem.ts'
import { Problem } from './problem.ts'

/** What an action on a connection tells the page. */
export interface ConnectionActionResult extends Partial<ToolChanges> {
  action: 'sync' | 'disconnect'
  /** The connection. */
  id: string
  problem: ProblemCode | null
}

type Answer = Promise<ConnectionActionResult | ActionFailure<ConnectionActionResult>>

/** Reads a connection's tools anew; the form names it in `id`. */
export function syncAction(event: RequestEvent): Answer {
  return act(event, 'sync', async (context, id) => ({
    problem: null,
    ...(await syncTools(context, id)),
  }))
}

/** Ends a connection; the form names it in `id`. */
export function disconnectAction(event: RequestEvent): Answer {
  return act(event, 'disconnect', async (context, id) => {
    const { isRevoked } = await disconnect(context, id)
    return { problem: isRevoked ? null : 'not_revoked_upstream' }
  })
}

async function act(
  event: RequestEvent,
  action: ConnectionActionResult['action'],
  work: (
    context: LinkingContext,
    id: string,
  ) => Promise<Omit<ConnectionActionResult, 'action' | 'id'>>,
): Answer {
  const context = requirePerson(event)
  const id = (await event.request.formData()).get('id')
  try {
    if (typeof id !== 'string' || !id) throw new Problem('connection_not_found')
    return { action, id, ...(await work(context, id)) }
  } catch (error) {
    const what = `Cannot ${action} a connection`
    const { problem, status } = logProblem(context.web.log, what, error)
    return fail(status, { action, id: String(id), problem })
  }
}
