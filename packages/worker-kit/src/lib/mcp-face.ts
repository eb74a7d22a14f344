import type { AuthRefusal } from './auth-refusal.ts'
import type { Authorizer } from './authorize.ts'
import { createDirectFace } from './direct-face.ts'
import type { OpenQuestion } from './elicit.ts'
import type { Rejection } from './front-door.ts'
import { listCalled } from './offers.ts'
import { MAX_BODY_BYTES, type WorkerPlan } from './options.ts'
import { createRareFace } from './rare-face.ts'
import { readBody } from './read-body.ts'
import type { Visit } from './visit.ts'

/** The MCP endpoint, for 2026-07-28 and for 2025 and older. */
export interface McpFace<env> {
  /** Answers a POST. */
  answer(visit: Visit<env>): Promise<Response>
}

/** Creates the MCP face of a worker: a short way for what clients send every day, and one for all else. */
export function createMcpFace<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
): McpFace<env> {
  const { maxBodyBytes = MAX_BODY_BYTES } = plan.options
  const rare = createRareFace(plan)
  const direct = createDirectFace(plan)

  return {
    async answer(visit) {
      const { request, user, env } = visit
      const closed = authorizer.check(user, [], env)
      if (closed !== undefined) return toOAuthResponse(closed)

      const body = await readBody(request, maxBodyBytes)
      if (!body.ok) return toJsonRpcRejection(body.failure)

      const refusal = authorizer.check(user, listCalled(plan, body.value), env)
      if (refusal !== undefined) return toOAuthResponse(refusal)

      const answerRare = (asked?: OpenQuestion) => rare(visit, body.value, asked)
      return direct.answer(visit, body.value, answerRare) ?? answerRare()
    },
  }
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
  const error = {
    code: number,
    message: isParseError ? `Parse error: ${message}` : message,
  }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status, headers })
}
