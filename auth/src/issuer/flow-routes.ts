import type { Context } from 'hono'
import type { Flow } from './flow.ts'

/** Wraps a provider's handler: it gets its flow, and what it throws goes past OpenAuth to us. */
export type FlowRoute = (
  handler: (context: Context, flow: Flow) => Promise<Response>,
) => (context: Context) => Promise<Response>

/** Ties flows to the requests that we send through OpenAuth, for as long as they are under way. */
export interface FlowRoutes {
  route: FlowRoute
  /** The flow of a request. */
  flowOf(request: Request): Flow
  /** Runs a request with its flow; throws what a handler threw. */
  run(
    request: Request,
    flow: Flow,
    fetch: (request: Request) => Response | Promise<Response>,
  ): Promise<Response>
}

/**
 * Makes the tie. OpenAuth answers an error of a handler by a redirect with the error's own words in it;
 * so no error of ours ever reaches it.
 */
export function createFlowRoutes(): FlowRoutes {
  const underWay = new WeakMap<Request, { flow: Flow; fault?: { error: unknown } }>()

  function entryOf(request: Request) {
    const entry = underWay.get(request)
    if (!entry) throw new Error('A provider was called outside of a flow')
    return entry
  }

  return {
    flowOf: (request) => entryOf(request).flow,

    route: (handler) => async (context) => {
      const entry = entryOf(context.req.raw)
      try {
        return await handler(context, entry.flow)
      } catch (error) {
        entry.fault = { error }
        return new Response(null, { status: 500 })
      }
    },

    async run(request, flow, fetch) {
      const entry: { flow: Flow; fault?: { error: unknown } } = { flow }
      underWay.set(request, entry)
      const response = await fetch(request)
      if (entry.fault) throw entry.fault.error
      return response
    },
  }
}
