import {
  createMcpHandler,
  McpServer,
  type AuthInfo,
  type CallToolResult,
  type InputRequiredResult,
  type McpRequestContext,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker'
import type { Authorizer, AuthRefusal } from './authorize.ts'
import { callTool, type ToolOutcome } from './call-tool.ts'
import type { Rejection } from './front-door.ts'
import type { JsonSchema } from './json-schema.ts'
import { faultLog } from './log.ts'
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts'
import { fromEnv, isGated, MAX_BODY_BYTES, type WorkerPlan } from './options.ts'
import { readBody } from './read-body.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { Progress } from './tool.ts'
import { toToolContext, type FaceContext, type Visit } from './visit.ts'

/** The MCP endpoint, for 2026-07-28 and for 2025 and older. */
export interface McpFace<env> {
  /** Answers a POST. */
  answer(visit: Visit<env>): Promise<Response>
}

/** The list of tools changes with a release only, and a client may know it for so long. */
const LIST_TTL_MS = 300_000

/** Creates the MCP face of a worker. */
export function createMcpFace<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
): McpFace<env> {
  const { log = faultLog, maxBodyBytes = MAX_BODY_BYTES } = plan.options
  // The SDK hands the request back to the factory: so each server finds what belongs to its call.
  const visits = new WeakMap<Request, Visit<env>>()
  const questions = keepQuestions(plan)

  const handler = createMcpHandler(
    ({ era, requestInfo }: McpRequestContext) => {
      const visit = requestInfo && visits.get(requestInfo)
      if (visit === undefined) throw new TypeError('An MCP request came without its visit')
      return createServer(plan, visit, era, questions(visit.env))
    },
    {
      maxRequestBodySize: maxBodyBytes,
      onerror: (error) => log.info('An MCP request was refused', { why: error.message }),
    },
  )

  return {
    async answer(visit) {
      const { request, user, env } = visit
      const closed = authorizer.check(user, [], env)
      if (closed !== undefined) return toOAuthResponse(closed)

      const body = await readBody(request, maxBodyBytes)
      if (!body.ok) return toJsonRpcRejection(body.failure)

      const refusal = authorizer.check(user, calledTools(plan, body.value), env)
      if (refusal !== undefined) return toOAuthResponse(refusal)

      visits.set(request, visit)
      return handler.fetch(request, { parsedBody: body.value, ...toAuthInfo(visit) })
    },
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

/** A batch of 2025 may call several tools. */
function calledTools<env>({ tools }: WorkerPlan<env>, body: unknown): RegisteredTool<env>[] {
  return [body].flat().flatMap((message) => {
    const name = calledName(message)
    const tool = name === undefined ? undefined : tools.get(name)
    return tool === undefined ? [] : [tool]
  })
}

function calledName(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  if (!('method' in message) || message.method !== 'tools/call' || !('params' in message)) return
  const { params } = message
  if (typeof params !== 'object' || params === null || !('name' in params)) return undefined
  return typeof params.name === 'string' ? params.name : undefined
}

function toAuthInfo<env>({ user }: Visit<env>): { authInfo?: AuthInfo } {
  if (user === undefined) return {}
  const { token, clientId, scopes, subject } = user
  return { authInfo: { token, clientId, scopes: [...scopes], extra: { subject } } }
}

/** A server of its own for each request: nothing of one caller is left for the next. */
function createServer<env>(
  plan: WorkerPlan<env>,
  visit: Visit<env>,
  era: 'modern' | 'legacy',
  questions: OpenQuestions,
): McpServer {
  const { name, version, title, description, websiteUrl, instructions } = plan.options
  const cache = { ttlMs: LIST_TTL_MS, cacheScope: isGated(plan) ? 'private' : 'public' } as const
  const server = new McpServer(
    {
      name,
      version,
      description,
      ...(title === undefined ? {} : { title }),
      ...(websiteUrl === undefined ? {} : { websiteUrl }),
    },
    {
      capabilities: { tools: { listChanged: false } },
      cacheHints: { 'tools/list': cache, 'server/discover': cache },
      // The default one writes code at run time, which workerd forbids.
      jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
      requestState: { verify: (state, context) => questions.verify(state, context) },
      inputRequired: { legacyShim: false },
      ...(instructions === undefined ? {} : { instructions }),
    },
  )
  for (const tool of plan.tools.values()) {
    server.registerTool(tool.name, describe(tool), (args: unknown, context: ServerContext) =>
      answerCall({ plan, visit, era, questions }, tool, args, context),
    )
  }
  return server
}

function describe<env>(tool: RegisteredTool<env>) {
  const { title, description, inputSchema, outputSchema, annotations, scopes, translations } = tool
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema: toWireSchema(inputSchema),
    ...(outputSchema === undefined ? {} : { outputSchema: toWireSchema(outputSchema) }),
    annotations,
    _meta: { 'dev.toolgraph/scopes': scopes, 'dev.toolgraph/translations': translations },
  }
}

/** Shows a JSON Schema and checks nothing: `callTool` checks, for every face alike. */
function toWireSchema(json: JsonSchema): StandardSchemaWithJSON<unknown, unknown> {
  const jsonSchema = { input: () => ({ ...json }), output: () => ({ ...json }) }
  const validate = (value: unknown) => ({ value })
  return { '~standard': { version: 1, vendor: 'toolgraph', validate, jsonSchema } }
}

interface Server<env> {
  plan: WorkerPlan<env>
  visit: Visit<env>
  era: 'modern' | 'legacy'
  questions: OpenQuestions
}

async function answerCall<env>(
  { plan, visit, era, questions }: Server<env>,
  tool: RegisteredTool<env>,
  args: unknown,
  server: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const { hooks = {}, log = faultLog, now = Date.now } = plan.options
  const round = era === 'modern' ? await questions.resume(tool.name, args, server) : undefined
  const face: FaceContext = {
    era,
    signal: server.mcpReq.signal,
    progress: (report) => sendProgress(server, report),
    ...(round === undefined ? {} : { elicit: round.elicit }),
  }
  const context = toToolContext(plan, visit, tool, face)

  const outcome = await callTool(tool, { args, context, hooks, log, now })
  if (outcome.kind !== 'asked') return toToolResult(outcome)
  if (round === undefined) throw new TypeError('A 2025 client cannot be asked')
  return round.ask(outcome.open)
}

async function sendProgress(server: ServerContext, report: Progress): Promise<void> {
  const progressToken = server.mcpReq._meta?.progressToken
  if (progressToken === undefined) return
  const params = { progressToken, ...report }
  await server.mcpReq.notify({ method: 'notifications/progress', params })
}

/** The mapper of this face: nothing else builds a tool result. */
function toToolResult(outcome: Exclude<ToolOutcome, { kind: 'asked' }>): CallToolResult {
  if (outcome.kind === 'answered') {
    const { content, data } = outcome.output
    return {
      content: content.map((block) => ({ ...block })),
      ...(data === undefined ? {} : { structuredContent: data }),
    }
  }
  const code = outcome.kind === 'refused' ? outcome.code : 'ERR_INTERNAL'
  return {
    isError: true,
    content: [{ type: 'text', text: outcome.message }],
    _meta: { 'dev.toolgraph/code': code },
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
  const error = { code: number, message: isParseError ? `Parse error: ${message}` : message }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status, headers })
}
