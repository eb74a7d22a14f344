import {
  McpServer,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker'
import { callTool } from './call-tool.ts'
import type { OpenQuestion } from './elicit.ts'
import type { JsonSchema } from './json-schema.ts'
import { faultLog } from './log.ts'
import type { OpenQuestions } from './open-questions.ts'
import { isGated, type WorkerPlan } from './options.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { Progress } from './tool.ts'
import { toToolResult } from './tool-result.ts'
import { toToolContext, type FaceContext, type Visit } from './visit.ts'

/** One request that the SDK serves. */
export interface Serving<env> {
  plan: WorkerPlan<env>
  visit: Visit<env>
  era: 'modern' | 'legacy'
  questions: OpenQuestions
  /** What the tool asks, where it has run already and its answer is left to the SDK. */
  asked: OpenQuestion | undefined
}

/** The list of tools changes with a release only, and a client may know it for so long. */
const LIST_TTL_MS = 300_000

/** A server of its own for each request: nothing of one caller is left for the next. */
export function createServer<env>(serving: Serving<env>): McpServer {
  const { plan, questions } = serving
  const { instructions } = plan.options
  const cache = { ttlMs: LIST_TTL_MS, cacheScope: isGated(plan) ? 'private' : 'public' } as const
  const server = new McpServer(toServerInfo(plan), {
    capabilities: { tools: { listChanged: false } },
    cacheHints: { 'tools/list': cache, 'server/discover': cache },
    // The default one writes code at run time, which workerd forbids.
    jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
    requestState: { verify: (state, context) => questions.verify(state, context) },
    inputRequired: { legacyShim: false },
    ...(instructions === undefined ? {} : { instructions }),
  })
  for (const tool of plan.tools.values()) {
    server.registerTool(tool.name, describe(tool), (args: unknown, context: ServerContext) =>
      answerCall(serving, tool, args, context),
    )
  }
  return server
}

/** How a server names itself in every answer. */
export function toServerInfo<env>({ options }: WorkerPlan<env>) {
  const { name, version, title, description, websiteUrl } = options
  return {
    name,
    version,
    description,
    ...(title === undefined ? {} : { title }),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
  }
}

function describe<env>(tool: RegisteredTool<env>) {
  const { title, description, inputSchema, outputSchema, annotations, scopes, translations } = tool
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema: toWireSchema(inputSchema),
    ...(outputSchema === undefined ? {} : { outputSchema: toWireSchema(outputSchema) }),
    ...(annotations === undefined ? {} : { annotations }),
    _meta: { 'dev.toolgraph/scopes': scopes, 'dev.toolgraph/translations': translations },
  }
}

/** Shows a JSON Schema and checks nothing: `callTool` checks, for every face alike. */
function toWireSchema(json: JsonSchema): StandardSchemaWithJSON<unknown, unknown> {
  const jsonSchema = { input: () => ({ ...json }), output: () => ({ ...json }) }
  const validate = (value: unknown) => ({ value })
  return { '~standard': { version: 1, vendor: 'toolgraph', validate, jsonSchema } }
}

async function answerCall<env>(
  serving: Serving<env>,
  tool: RegisteredTool<env>,
  args: unknown,
  server: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const { plan, visit, era, questions, asked } = serving
  const { hooks = {}, log = faultLog, now = Date.now } = plan.options
  const round = era === 'modern' ? await questions.resume(tool.name, args, server) : undefined
  const face: FaceContext = {
    era,
    signal: server.mcpReq.signal,
    progress: (report) => sendProgress(server, report),
    ...(round === undefined ? {} : { elicit: round.elicit }),
  }
  const context = toToolContext(plan, visit, tool, face)

  const outcome =
    asked === undefined
      ? await callTool(tool, { args, context, hooks, log, now })
      : ({ kind: 'asked', open: asked } as const)
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
