import type * as z from 'zod'
import { assertAddress } from './address.ts'
import { createAuthorizer, type Authorizer } from './authorize.ts'
import { toFault } from './call-tool.ts'
import type { CallKind } from './callable.ts'
import type { AddTool, ToolTypes } from './create-mcp-worker.ts'
import { createEnvironmentReader, type EnvironmentReader } from './environment.ts'
import { assertIcons } from './icon.ts'
import { faultLog } from './log.ts'
import { toManifest, type Manifest } from './manifest.ts'
import { fromEnv, type McpWorkerOptions, type WorkerPlan } from './options.ts'
import { toProblemResponse } from './problem.ts'
import type { Offer } from './offers.ts'
import type { PromptDefinition, PromptHandler, PromptOptions } from './prompt.ts'
import { registerPrompt, type RegisteredPrompt } from './registered-prompt.ts'
import { registerResource, type RegisteredResource } from './registered-resource.ts'
import { registerTool, type RegisteredTool } from './registered-tool.ts'
import type {
  NoVariables,
  ResourceDefinition,
  ResourceOptions,
  ResourceReader,
} from './resource.ts'
import { createRouter, type Router, type Routes } from './router.ts'
import type { ToolDefinition, ToolHandler, ToolOptions } from './tool.ts'
import type { WorkerContext } from './visit.ts'

/** Registry names: a reverse-DNS namespace and a name. */
const SERVER_NAME = /^[A-Za-z0-9.-]+\/[A-Za-z0-9._-]+$/

/** As long as the digest of its HMAC. */
const MIN_STATE_KEY = 32

/** An MCP server: made by `createMcpWorker`, exported as a Worker or served on Node. */
export class McpWorker<env, tools extends ToolTypes, bindings = env> {
  /** Only a type: what `InferTools` reads. */
  declare readonly '~tools'?: tools

  readonly #options: McpWorkerOptions<env>
  readonly #tools = new Map<string, RegisteredTool<env>>()
  readonly #resources = new Map<string, RegisteredResource<env>>()
  readonly #prompts = new Map<string, RegisteredPrompt<env>>()
  readonly #plan: WorkerPlan<env>
  readonly #environment: EnvironmentReader<env, bindings>
  readonly #authorizer: Authorizer<env>
  readonly #router: Router<env>
  #routes: Routes<env> | undefined

  constructor(options: McpWorkerOptions<env> & { env?: z.ZodObject }) {
    if (typeof options !== 'object') {
      throw new TypeError('A server needs its name, version, description and url')
    }
    if (!SERVER_NAME.test(options.name)) {
      throw new TypeError(`"${options.name}" is not a server's name, like "com.example/weather"`)
    }
    if (typeof options.stateKey === 'string' && options.stateKey.length < MIN_STATE_KEY) {
      throw new TypeError(`stateKey needs at least ${MIN_STATE_KEY} characters`)
    }
    const { url, issuer, icons } = options
    if (typeof url !== 'function') assertAddress('url', url)
    if (issuer !== undefined && typeof issuer !== 'function') assertAddress('issuer', issuer)
    assertIcons(icons)
    this.#options = options
    this.#environment = createEnvironmentReader(options.env)
    this.#plan = {
      options,
      tools: this.#tools,
      resources: this.#resources,
      prompts: this.#prompts,
    }
    this.#authorizer = createAuthorizer(this.#plan)
    this.#router = createRouter(this.#plan, this.#authorizer, () => this.#routes)
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
    options: ToolOptions<output, input>,
  ): McpWorker<env, AddTool<tools, name, input, output>, bindings>
  /** Adds a tool that `defineTool` declared. */
  mcpTool<
    const name extends string,
    input extends z.ZodObject,
    output extends z.ZodObject | undefined,
  >(
    tool: ToolDefinition<name, input, output, env>,
  ): McpWorker<env, AddTool<tools, name, input, output>, bindings>
  mcpTool<
    const name extends string,
    input extends z.ZodObject,
    output extends z.ZodObject | undefined,
  >(
    first: name | ToolDefinition<name, input, output, env>,
    input?: input,
    run?: ToolHandler<env, input, output>,
    options?: ToolOptions<output, input>,
  ): McpWorker<env, ToolTypes, bindings> {
    if (typeof first === 'object') {
      this.#add('tool', this.#tools, first.name, registerTool(first))
    } else {
      if (input === undefined || run === undefined) {
        throw new TypeError(`Tool "${first}" needs a schema and a handler`)
      }
      const tool = registerTool({ ...options, name: first, input, run })
      this.#add('tool', this.#tools, first, tool)
    }
    return this
  }

  /** Adds a resource, or with a template and its `variables` all resources of one form. */
  mcpResource<variables extends z.ZodObject = NoVariables>(
    name: string,
    uri: string,
    read: ResourceReader<env, variables>,
    options?: ResourceOptions<variables, env>,
  ): this
  /** Adds a resource that `defineResource` declared. */
  mcpResource<variables extends z.ZodObject>(resource: ResourceDefinition<variables, env>): this
  mcpResource<variables extends z.ZodObject>(
    first: string | ResourceDefinition<variables, env>,
    uri?: string,
    read?: ResourceReader<env, variables>,
    options?: ResourceOptions<variables, env>,
  ): this {
    if (typeof first === 'object') {
      this.#add('resource', this.#resources, first.uri, registerResource(first))
    } else {
      if (uri === undefined || read === undefined) {
        throw new TypeError(`Resource "${first}" needs an address and a handler`)
      }
      const resource = registerResource({ ...options, name: first, uri, read })
      this.#add('resource', this.#resources, uri, resource)
    }
    return this
  }

  /** Adds a prompt. */
  mcpPrompt<input extends z.ZodObject>(
    name: string,
    schema: input,
    handler: PromptHandler<env, input>,
    options?: PromptOptions<input, env>,
  ): this
  /** Adds a prompt that `definePrompt` declared. */
  mcpPrompt<input extends z.ZodObject>(prompt: PromptDefinition<input, env>): this
  mcpPrompt<input extends z.ZodObject>(
    first: string | PromptDefinition<input, env>,
    input?: input,
    run?: PromptHandler<env, input>,
    options?: PromptOptions<input, env>,
  ): this {
    if (typeof first === 'object') {
      this.#add('prompt', this.#prompts, first.name, registerPrompt(first))
    } else {
      if (input === undefined || run === undefined) {
        throw new TypeError(`Prompt "${first}" needs a schema and a handler`)
      }
      this.#add(
        'prompt',
        this.#prompts,
        first,
        registerPrompt({ ...options, name: first, input, run }),
      )
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
   * @param given The Worker's bindings, or what takes their place on Node
   * @param ctx The platform's context (default: background work is started and not waited for)
   */
  readonly fetch = async (
    request: Request,
    given: bindings,
    ctx: WorkerContext = detached,
  ): Promise<Response> => {
    const requestId = crypto.randomUUID()
    try {
      const env = this.#environment.read(given)
      const resource = fromEnv(this.#options.url, env)
      return await this.#router.answer({ request, env, ctx, requestId, resource, user: undefined })
    } catch (error) {
      const { hooks = {}, log = faultLog } = this.#options
      const { message: detail } = await toFault(error, { hooks, log, requestId })
      return toProblemResponse({ status: 500, code: 'ERR_INTERNAL', detail, requestId })
    }
  }

  /**
   * Checks an environment before the first request comes.
   *
   * @throws EnvironmentError Naming every variable that is missing or wrong
   * @throws TypeError When it makes no address
   */
  checkEnvironment(given: bindings): void {
    const env = this.#environment.read(given)
    const { url, issuer } = this.#options
    assertAddress('url', fromEnv(url, env))
    if (issuer !== undefined) assertAddress('issuer', fromEnv(issuer, env))
  }

  /** What this server says of itself when it is published. Whoever publishes need not know its secrets. */
  manifest(given: bindings): Manifest {
    const env = this.#environment.readSome(given)
    return toManifest(this.#plan, env)
  }

  #add<offer extends Offer>(
    kind: CallKind,
    offers: Map<string, offer>,
    key: string,
    offer: offer,
  ): void {
    const { issuer, scopes = {} } = this.#options
    if (offers.has(key)) throw new TypeError(`There are two ${kind}s "${key}"`)
    if (offer.scopes.length > 0 && issuer === undefined) {
      throw new TypeError(`The ${kind} "${key}" has scopes, but the worker has no issuer`)
    }
    const unknown = offer.scopes.find((scope) => !Object.hasOwn(scopes, scope))
    if (unknown !== undefined) {
      throw new TypeError(`The ${kind} "${key}" has the scope "${unknown}", which has no reason`)
    }
    offers.set(key, offer)
  }
}

/** For a platform without a context: a failure in the background must not end the process. */
const detached: WorkerContext = {
  waitUntil: (promise) => {
    promise.catch((error: unknown) => faultLog.error('Background work failed', { error }))
  },
}
