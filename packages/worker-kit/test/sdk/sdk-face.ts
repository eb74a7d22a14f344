import {
  createMcpHandler,
  type AuthInfo,
  type McpRequestContext,
} from '@modelcontextprotocol/server'
import type { Authorizer } from '../../src/lib/authorize.ts'
import type { OpenQuestion } from '../../src/lib/elicit.ts'
import { faultLog } from '../../src/lib/log.ts'
import { toJsonRpcRejection, toOAuthResponse, type McpFace } from '../../src/lib/mcp-face.ts'
import { listCalled } from '../../src/lib/offers.ts'
import { fromEnv, MAX_BODY_BYTES, type WorkerPlan } from '../../src/lib/options.ts'
import { readBody } from '../../src/lib/read-body.ts'
import type { Visit } from '../../src/lib/visit.ts'
import { createServer } from './mcp-server.ts'
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts'

/** Answers all through the SDK, as the kit must too. */
export function createSdkOnlyFace<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
): McpFace<env> {
  const sdk = createSdkFace(plan)
  return {
    async answer(visit) {
      const { request, user, env } = visit
      const closed = authorizer.check(user, [], env)
      if (closed !== undefined) return toOAuthResponse(closed)
      const body = await readBody(request, plan.options.maxBodyBytes ?? MAX_BODY_BYTES)
      if (!body.ok) return toJsonRpcRejection(body.failure)
      const refusal = authorizer.check(user, listCalled(plan, body.value), env)
      if (refusal !== undefined) return toOAuthResponse(refusal)
      return sdk(visit, body.value, undefined)
    },
  }
}

/** Answers whatever the protocol knows, with a server of its own for each request. */
function createSdkFace<env>(plan: WorkerPlan<env>) {
  const { log = faultLog, maxBodyBytes = MAX_BODY_BYTES } = plan.options
  // The SDK hands the request back to the factory: so each server finds what belongs to its call.
  const visits = new WeakMap<Request, { visit: Visit<env>; asked: OpenQuestion | undefined }>()
  const questions = keepQuestions(plan)

  const handler = createMcpHandler(
    ({ era, requestInfo }: McpRequestContext) => {
      const known = requestInfo && visits.get(requestInfo)
      if (known === undefined) throw new TypeError('An MCP request came without its visit')
      return createServer({
        plan,
        era,
        questions: questions(known.visit.env),
        ...known,
      })
    },
    {
      maxRequestBodySize: maxBodyBytes,
      onerror: (error) => log.info('An MCP request was refused', { why: error.message }),
    },
  )

  return (visit: Visit<env>, parsedBody: unknown, asked: OpenQuestion | undefined) => {
    visits.set(visit.request, { visit, asked })
    return handler.fetch(visit.request, { parsedBody, ...toAuthInfo(visit) })
  }
}

/** One key for the worker's life where the options name none; made on use, as Workers demand. */
function keepQuestions<env>({ options }: WorkerPlan<env>): (env: env) => OpenQuestions {
  let random: OpenQuestions | undefined
  return (env) => {
    if (options.stateKey !== undefined) return createOpenQuestions(fromEnv(options.stateKey, env))
    return (random ??= createOpenQuestions(undefined))
  }
}

function toAuthInfo<env>({ user }: Visit<env>): { authInfo?: AuthInfo } {
  if (user === undefined) return {}
  const { token, clientId, scopes, subject } = user
  return {
    authInfo: { token, clientId, scopes: [...scopes], extra: { subject } },
  }
}
