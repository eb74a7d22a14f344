import {
  McpServer,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker'
import { toWireIcon } from '../../src/lib/icon.ts'
import type { JsonSchema } from '../../src/lib/json-schema.ts'
import { serveCall, type Serving } from './mcp-call.ts'
import { canComplete, serveCompletion } from './mcp-completion.ts'
import { servePrompts } from './mcp-prompts.ts'
import { serveResources } from './mcp-resources.ts'
import { isGated, type WorkerPlan } from '../../src/lib/options.ts'
import type { RegisteredTool } from '../../src/lib/registered-tool.ts'
import { toToolResult } from '../../src/lib/tool-result.ts'

/** What a server lists changes with a release only, and a client may know it for so long. */
const LIST_TTL_MS = 300_000

/** A server of its own for each request: nothing of one caller is left for the next. */
export function createServer<env>(serving: Serving<env>): McpServer {
  const { plan, questions } = serving
  const { instructions } = plan.options
  const cache = {
    ttlMs: LIST_TTL_MS,
    cacheScope: isGated(plan) ? 'private' : 'public',
  } as const
  const server = new McpServer(toServerInfo(plan), {
    capabilities: {
      logging: {},
      ...(plan.tools.size > 0 && { tools: { listChanged: false } }),
    },
    cacheHints: {
      'tools/list': cache,
      'resources/list': cache,
      'resources/templates/list': cache,
      'prompts/list': cache,
      'server/discover': cache,
    },
    // The default one writes code at run time, which workerd forbids.
    jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
    requestState: {
      verify: (state, context) => questions.verify(state, context),
    },
    inputRequired: { legacyShim: false },
    ...(instructions === undefined ? {} : { instructions }),
  })
  for (const tool of plan.tools.values()) {
    server.registerTool(tool.name, describe(tool), (args: unknown, context: ServerContext) =>
      answerCall(serving, tool, args, context),
    )
  }
  if (plan.resources.size > 0) serveResources(server, serving)
  if (plan.prompts.size > 0) servePrompts(server, serving)
  if (canComplete(plan)) serveCompletion(server, serving)
  return server
}

/** How a server names itself in every answer. */
export function toServerInfo<env>({ options }: WorkerPlan<env>) {
  const { name, version, title, description, websiteUrl, icons } = options
  return {
    name,
    version,
    description,
    ...(title === undefined ? {} : { title }),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
  }
}

function describe<env>(tool: RegisteredTool<env>) {
  const { title, description, inputSchema, outputSchema, annotations, icons, scopes } = tool
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema: toWireSchema(inputSchema),
    ...(outputSchema === undefined ? {} : { outputSchema: toWireSchema(outputSchema) }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': withoutFields(tool.translations),
    },
  }
}

/** A list holds what names a tool. The texts of its fields are for forms, which have the manifest. */
function withoutFields(translations: RegisteredTool<unknown>['translations']) {
  const texts = Object.entries(translations)
  return Object.fromEntries(
    texts.map(([tag, { title, description }]) => [
      tag,
      {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
      },
    ]),
  )
}

/** Shows a JSON Schema and checks nothing: `callTool` checks, for every face alike. */
function toWireSchema(json: JsonSchema): StandardSchemaWithJSON<unknown, unknown> {
  const jsonSchema = {
    input: () => ({ ...json }),
    output: () => ({ ...json }),
  }
  const validate = (value: unknown) => ({ value })
  return {
    '~standard': { version: 1, vendor: 'toolgraph', validate, jsonSchema },
  }
}

async function answerCall<env>(
  serving: Serving<env>,
  tool: RegisteredTool<env>,
  args: unknown,
  server: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const call = { kind: 'tool', callable: tool, args } as const
  const outcome = await serveCall(serving, call, server, (context) => context)
  return outcome.kind === 'asking' ? outcome.result : toToolResult(outcome)
}
