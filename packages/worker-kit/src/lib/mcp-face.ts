import {
  createMcpHandler,
  type AuthInfo,
  type McpRequestContext,
} from '@modelcontextprotocol/server'
import type { AuthRefusal } from './auth-refusal.ts'
import type { Authorizer } from './authorize.ts'
import { createDirectFace } from './direct-face.ts'
import type { OpenQuestion } from './elicit.ts'
import type { Rejection } from './front-door.ts'
import { faultLog } from './log.ts'
import { createServer } from './mcp-server.ts'
import { listCalled } from './offers.ts'
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts'
import { fromEnv, MAX_BODY_BYTES, type WorkerPlan } from './options.ts'
import { readBody } from './read-body.ts'
import type { Visit } from './visit.ts'

/** The MCP endpoint, for 2026-07-28 and for 2025 and older. */
export interface McpFace<env> {
  /** Answers a POST. */
  answer(visit: Visit<env>): Promise<Response>
}

/**
 * Creates the MCP face of a worker. What clients send every day is answered directly; all else, and
 * everything that is not quite as it should be, goes to the SDK. Both answer alike.
 *
 * @param ways `sdk` is for the test that compares them
 */
export function createMcpFace<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
  ways: 'both' | 'sdk' = 'both',
): McpFace<env> {
  const { maxBodyBytes = MAX_BODY_BYTES } = plan.options
  const sdk = createSdkFace(plan)
  const direct = ways === 'both' ? createDirectFace(plan) : undefined

  return {
    async answer(visit) {
      const { request, user, env } = visit
      const closed = authorizer.check(user, [], env)
      if (closed !== undefined) return toOAuthResponse(closed)

      const body = await readBody(request, maxBodyBytes)
      if (!body.ok) return toJsonRpcRejection(body.failure)

      const refusal = authorizer.check(user, listCalled(plan, body.value), env)
      if (refusal !== undefined) return toOAuthResponse(refusal)

      const throughSdk = (asked?: OpenQuestion) => sdk(visit, body.value, asked)
      return direct?.answer(visit, body.value, throughSdk) ?? throughSdk()
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
      return createServer({ plan, era, questions: questions(known.visit.env), ...known })
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
  return { authInfo: { token, clientId, scopes: [...scopes], extra: { subject } } }
}

/** A refusal of the authorizer, in OAuth's form (RFC 6750 §3). */
export function toOAuthResponse(refusal: AuthRefusal): Response {
  const { status, error, description, challenge } = refusal
  return Response.json(
    { error, error_description: description },
    {
      status,
      headers: {
        'cache-control': 'no-store',
        ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
        ...(status === 503 ? { 'retry-after': '5' } : {}),
      },
    },
  )
}

/** A rejection before any message was read, in JSON-RPC's form. */
export function toJsonRpcRejection(
  { status, code, message }: Rejection,
  headers: Record<string, string> = {},
): Response {
  const isParseError = code === 'ERR_JSON_INVALID'
  const number = isParseError ? -32700 : -32000
  const error = { code: number, message: isParseError ? `Parse error: ${message}` : message }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status, headers })
}
