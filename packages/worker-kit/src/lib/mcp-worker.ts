import type * as z from 'zod'
import { createAuthorizer, type Authorizer } from './authorize.ts'
import { toFault } from './call-tool.ts'
import type { AddTool, ToolTypes } from './create-mcp-worker.ts'
import { faultLog } from './log.ts'
import { toManifest, type Manifest } from './manifest.ts'
import { fromEnv, type McpWorkerOptions } from './options.ts'
import { toProblemResponse } from './problem.ts'
import { registerTool, type RegisteredTool } from './registered-tool.ts'
import { createRouter, type Router, type Routes } from './router.ts'
import type { ToolDefinition, ToolHandler, ToolOptions } from './tool.ts'
import type { WorkerContext } from './visit.ts'

/** Registry names: a reverse-DNS namespace and a name. */
const SERVER_NAME = /^[A-Za-z0-9.-]+\/[A-Za-z0-9._-]+$/

/** What the SDK's HMAC demands. */
const MIN_STATE_KEY = 32

/** An MCP server: made by `createMcpWorker`, exported as a Worker or served on Node. */
export class McpWorker<env, tools extends ToolTypes> {
  /** Only a type: what `InferTools` reads. */
  declare readonly '~tools'?: tools

  readonly #options: McpWorkerOptions<env>
  readonly #tools = new Map<string, RegisteredTool<env>>()
  readonly #authorizer: Authorizer<env>
  readonly #router: Router<env>
  #routes: Routes<env> | undefined

  constructor(options: McpWorkerOptions<env>) {
    if (!SERVER_NAME.test(options.name)) {
      throw new TypeError(`"${options.name}" is not a server's name, like "com.example/weather"`)
    }
    if (typeof options.stateKey === 'string' && options.stateKey.length < MIN_STATE_KEY) {
      throw new TypeError(`stateKey needs at least ${MIN_STATE_KEY} characters`)
    }
    this.#options = options
    const plan = { options, tools: this.#tools }
    this.#authorizer = createAuthorizer(plan)
    this.#router = createRouter(plan, this.#authorizer, () => this.#routes)
  }

  /** Adds a tool. The returned worker is this one, and knows the tool's types. */
  mcpTool<
    const name extends string,
    input extends z.ZodObject,
    output extends z.ZodObject | undefined = undefined,
  >(
    name: name,
    schema: input,
    handler: ToolHandler<env, input, output>,
    options: ToolOptions<output>,
  ): McpWorker<env, AddTool<tools, name, input, output>>
  /** Adds a tool that `defineTool` declared. */
  mcpTool<
    const name extends string,
    input extends z.ZodObject,
    output extends z.ZodObject | undefined,
  >(
    tool: ToolDefinition<name, input, output, env>,
  ): McpWorker<env, AddTool<tools, name, input, output>>
  mcpTool<
    const name extends string,
    input extends z.ZodObject,
    output extends z.ZodObject | undefined,
  >(
    first: name | ToolDefinition<name, input, output, env>,
    input?: input,
    run?: ToolHandler<env, input, output>,
    options?: ToolOptions<output>,
  ): McpWorker<env, ToolTypes> {
    if (typeof first === 'object') {
      this.#add(registerTool(first))
    } else {
      if (input === undefined || run === undefined) {
        throw new TypeError(`Tool "${first}" needs a schema and a handler`)
      }
      this.#add(registerTool({ ...options, name: first, input, run }))
    }
    return this
  }

  /**
   * Answers beside the tools: pages, webhooks, whatever else a server has. It gets every request that
   * is not the kit's own. A Hono app is one.
   */
  routes(routes: Routes<env>): this {
    this.#routes = routes
    return this
  }

  /**
   * Answers a request. An arrow, so that it may be handed on without its worker.
   *
   * @param env The Worker's bindings, or what takes their place on Node
   * @param ctx The platform's context (default: background work is started and not waited for)
   */
  readonly fetch = async (
    request: Request,
    env: env,
    ctx: WorkerContext = detached,
  ): Promise<Response> => {
    const requestId = crypto.randomUUID()
    try {
      const resource = fromEnv(this.#options.url, env)
      return await this.#router.answer({ request, env, ctx, requestId, resource, user: undefined })
    } catch (error) {
      const { hooks = {}, log = faultLog } = this.#options
      const { message: detail } = await toFault(error, { hooks, log, requestId })
      return toProblemResponse({ status: 500, code: 'ERR_INTERNAL', detail, requestId })
    }
  }

  /** What this server says of itself when it is published. */
  manifest(env: env): Manifest {
    return toManifest({ options: this.#options, tools: this.#tools }, env)
  }

  #add(tool: RegisteredTool<env>): void {
    const { issuer, scopes = {} } = this.#options
    if (this.#tools.has(tool.name)) throw new TypeError(`There are two tools "${tool.name}"`)
    if (tool.scopes.length > 0 && issuer === undefined) {
      throw new TypeError(`Tool "${tool.name}" has scopes, but the worker has no issuer`)
    }
    const unknown = tool.scopes.find((scope) => !Object.hasOwn(scopes, scope))
    if (unknown !== undefined) {
      throw new TypeError(`Tool "${tool.name}" has the scope "${unknown}", which has no reason`)
    }
    this.#tools.set(tool.name, tool)
  }
}

/** For a platform without a context: a failure in the background must not end the process. */
const detached: WorkerContext = {
  waitUntil: (promise) => {
    promise.catch((error: unknown) => faultLog.error('Background work failed', { error }))
  },
}
