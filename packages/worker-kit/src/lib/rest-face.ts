import type { AuthRefusal } from './auth-refusal.ts'
import type { Authorizer } from './authorize.ts'
import { callTool } from './call-tool.ts'
import type { ToolOutcome } from './outcome.ts'
import type { Rejection } from './front-door.ts'
import { faultLog } from './log.ts'
import { MAX_BODY_BYTES, type WorkerPlan } from './options.ts'
import { toProblemResponse } from './problem.ts'
import { readBody } from './read-body.ts'
import type { RegisteredTool } from './registered-tool.ts'
import { toToolContext, type Visit } from './visit.ts'

/** Plain HTTP: `GET /mcp/tools`, `GET` and `POST /mcp/tools/:tool`. */
export interface RestFace<env> {
  /** @param toolName What stands after `/mcp/tools/`; `undefined` for the list */
  answer(visit: Visit<env>, toolName: string | undefined): Promise<Response>
}

/** Creates the plain HTTP face of a worker. */
export function createRestFace<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
): RestFace<env> {
  return {
    async answer(visit, toolName) {
      const { method } = visit.request
      if (toolName === undefined) {
        if (method !== 'GET' && method !== 'HEAD') return toMethodNotAllowed('GET')
        const refusal = authorizer.check(visit.user, [], visit.env)
        return refusal === undefined ? listTools(plan) : toAuthProblem(refusal)
      }

      const isCall = method === 'POST'
      if (!isCall && method !== 'GET' && method !== 'HEAD') return toMethodNotAllowed('GET, POST')
      const tool = plan.tools.get(toolName)
      const refusal = authorizer.check(visit.user, isCall && tool ? [tool] : [], visit.env)
      if (refusal !== undefined) return toAuthProblem(refusal)
      if (tool === undefined) return toNotFound()
      return isCall ? runTool(plan, visit, tool) : Response.json(describe(tool))
    },
  }
}

function listTools<env>({ tools }: WorkerPlan<env>): Response {
  return Response.json({ tools: [...tools.values()].map(describe) })
}

function describe<env>(tool: RegisteredTool<env>) {
  const { parse: _, ...description } = tool
  return description
}

async function runTool<env>(
  plan: WorkerPlan<env>,
  visit: Visit<env>,
  tool: RegisteredTool<env>,
): Promise<Response> {
  const { hooks = {}, log = faultLog, now = Date.now, maxBodyBytes = MAX_BODY_BYTES } = plan.options
  const body = await readBody(visit.request, maxBodyBytes)
  if (!body.ok) return toRejectionProblem(body.failure)

  const context = toToolContext(plan, visit, 'tool', tool, {
    era: 'rest',
    signal: visit.request.signal,
  })
  const wire = { request: visit.request }
  return toResponse(await callTool(tool, { args: body.value, context, wire, hooks, log, now }))
}

/** The mapper of this face: nothing else turns an outcome into a status. */
function toResponse(outcome: ToolOutcome): Response {
  switch (outcome.kind) {
    case 'answered':
      return Response.json(outcome.output.data ?? { content: outcome.output.content })
    case 'refused': {
      const { kind: _, message: detail, ...rest } = outcome
      const status = rest.code === 'ERR_ARGUMENTS_INVALID' ? 400 : 422
      return toProblemResponse({ status, detail, ...rest })
    }
    case 'asked':
      throw new TypeError('Plain HTTP has nobody to ask')
    case 'failed': {
      const { requestId, message: detail } = outcome
      return toProblemResponse({ status: 500, code: 'ERR_INTERNAL', detail, requestId })
    }
  }
}

/** A refusal of the authorizer, in this face's form. */
export function toAuthProblem(refusal: AuthRefusal): Response {
  const { status, error, description, challenge } = refusal
  return toProblemResponse(
    { status, code: `ERR_${error.toUpperCase()}`, detail: description },
    {
      'cache-control': 'no-store',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      ...(status === 503 ? { 'retry-after': '5' } : {}),
    },
  )
}

/** A rejection at the door, in this face's form. */
export function toRejectionProblem({ status, code, message }: Rejection): Response {
  return toProblemResponse({ status, code, detail: message })
}

/** Nothing here: no such tool, no such route. */
export function toNotFound(): Response {
  const detail = 'There is nothing at this address; GET /mcp/tools lists the tools'
  return toProblemResponse({ status: 404, code: 'ERR_NOT_FOUND', detail })
}

function toMethodNotAllowed(allow: string): Response {
  const detail = `Only ${allow} is answered here`
  return toProblemResponse({ status: 405, code: 'ERR_METHOD_NOT_ALLOWED', detail }, { allow })
}
