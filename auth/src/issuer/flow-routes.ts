import type { Context } from 'hono'
import type { Flow } from './flow.ts'
import { setOpenAuthState } from './openauth-state.ts'

/** Gives a provider's handler the flow that its request belongs to. */
export type FlowRoute = (
  handler: (context: Context, flow: Flow) => Promise<Response>,
) => (context: Context) => Promise<Response>

/** Ties flows to the requests that we send through OpenAuth, for as long as those live. */
export interface FlowRoutes {
  route: FlowRoute
  /** Ties a flow to a request. */
  begin(request: Request, flow: Flow): void
  /** The flow of a request. */
  flowOf(request: Request): Flow
}

/** Makes the tie. OpenAuth hands its providers the very request that it was given. */
export function createFlowRoutes(): FlowRoutes {
  const underWay = new WeakMap<Request, Flow>()

  function flowOf(request: Request): Flow {
    const flow = underWay.get(request)
    if (!flow) throw new Error('A provider was called outside of a flow')
    return flow
  }

  return {
    flowOf,
    begin: (request, flow) => underWay.set(request, flow),
    route: (handler) => (context) => {
      const flow = flowOf(context.req.raw)
      setOpenAuthState(context, flow.pending.request)
      return handler(context, flow)
    },
  }
}
