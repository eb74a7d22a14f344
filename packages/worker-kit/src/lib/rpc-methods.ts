import type * as z from 'zod'
import { faultLog } from './log.ts'
import { readHeaderArguments, checkHeaderArguments } from './header-arguments.ts'
import { headerMismatch } from './inbound.ts'
import { toIssues, toSentence } from './json-schema.ts'
import { findCompletable, findResource } from './offers.ts'
import { isGated, type WorkerPlan } from './options.ts'
import { Code, LEGACY_VERSIONS, Meta, MODERN, RpcError } from './protocol.ts'
import { toProtocolError } from './protocol-error.ts'
import { serveCall, type RpcCall } from './rpc-call.ts'
import { canComplete, toCapabilities, toServerInfo } from './server-info.ts'
import { toCompletion } from './suggestions.ts'
import { toToolResult } from './tool-result.ts'
import { paramSchemas } from './wire-schemas.ts'
import { toWirePrompt, toWireResource, toWireTemplate, toWireTool } from './wire-lists.ts'

type Method = keyof typeof paramSchemas
type Params<method extends Method> = z.output<(typeof paramSchemas)[method]>
type Handler<env, method extends Method> = (
  params: Params<method>,
  call: RpcCall<env>,
) => object | Promise<object>
type Handlers<env> = { [method in Method]?: Handler<env, method> }

/** What a server lists changes with a release only, and a client may know it for so long. */
const LIST_TTL_MS = 300_000

/** MCP completion: no more values in one answer. */
const MAX_VALUES = 100

/** Answers a request, or throws an `RpcError`. */
export type Answerer<env> = (call: RpcCall<env>) => Promise<object>

/** Creates the methods of a worker: what it does not offer, it does not know. */
export function createMethods<env>(plan: WorkerPlan<env>): Answerer<env> {
  const handlers = {
    modern: modernHandlers(plan),
    legacy: legacyHandlers(plan),
  }
  return async (call) => {
    const { method, params } = call.request
    const known: Handlers<env> = {
      ...handlers[call.era],
      ...(plan.tools.size > 0 ? toolHandlers(plan) : {}),
      ...(plan.resources.size > 0 ? resourceHandlers(plan) : {}),
      ...(plan.prompts.size > 0 ? promptHandlers(plan) : {}),
      ...(canComplete(plan) ? completionHandlers(plan) : {}),
    }
    if (!Object.hasOwn(known, method)) {
      throw new RpcError(Code.methodNotFound, 'Method not found')
    }
    assertHeaderArguments(plan, call)
    // Each handler has the parameters of its own schema.
    const schema: z.ZodType = paramSchemas[method as Method]
    const handle = known[method as Method] as (params: unknown, call: RpcCall<env>) => object
    const parsed = schema.safeParse(params)
    if (!parsed.success) {
      const message = `Invalid params for ${method}: ${toSentence(toIssues(parsed.error))}`
      throw new RpcError(Code.invalidParams, message)
    }
    const result = await handle(parsed.data, call)
    return call.era === 'modern' ? toModern(plan, method, result) : result
  }
}

/** @throws RpcError For arguments that stand in headers too, and differ (SEP-2243) */
function assertHeaderArguments<env>(plan: WorkerPlan<env>, { era, request, visit }: RpcCall<env>) {
  if (era === 'legacy' || request.method !== 'tools/call') return
  const { name, arguments: args } = Object(request.params)
  const tool = plan.tools.get(name)
  if (tool === undefined) return
  const known = readHeaderArguments(tool.inputSchema)
  const wrong = checkHeaderArguments(known, args, visit.request.headers)
  if (wrong !== undefined) throw headerMismatch(wrong)
}

/** Every result of 2026-07-28 says what it is, whose, and how long it may be known. */
function toModern<env>(plan: WorkerPlan<env>, method: string, result: object): object {
  const { _meta, ...rest } = { _meta: undefined, ...result }
  const isComplete = !('resultType' in result)
  return {
    ...rest,
    ...(isComplete ? { resultType: 'complete' } : {}),
    ...(isComplete ? toCacheHint(plan, method) : {}),
    _meta: { ...Object(_meta), [Meta.serverInfo]: toServerInfo(plan) },
  }
}

function toCacheHint<env>(plan: WorkerPlan<env>, method: string): object {
  if (method === 'resources/read') return { ttlMs: 0, cacheScope: 'private' }
  const isList = method.endsWith('/list') || method === 'server/discover'
  return isList ? { ttlMs: LIST_TTL_MS, cacheScope: isGated(plan) ? 'private' : 'public' } : {}
}

function modernHandlers<env>(plan: WorkerPlan<env>): Handlers<env> {
  const { instructions } = plan.options
  return {
    'server/discover': () => ({
      supportedVersions: [MODERN],
      capabilities: toCapabilities(plan),
      ...(instructions === undefined ? {} : { instructions }),
    }),
    // Nothing here ever changes while it runs: there is nothing to hear of.
    'subscriptions/listen': (_params, { request, notify }) => {
      const _meta = { [Meta.subscriptionId]: request.id }
      notify('notifications/subscriptions/acknowledged', {
        notifications: {},
        _meta,
      })
      return { _meta }
    },
  }
}

function legacyHandlers<env>(plan: WorkerPlan<env>): Handlers<env> {
  const { instructions } = plan.options
  return {
    initialize: ({ protocolVersion }) => ({
      protocolVersion: LEGACY_VERSIONS.includes(protocolVersion)
        ? protocolVersion
        : LEGACY_VERSIONS[0],
      capabilities: toCapabilities(plan),
      serverInfo: toServerInfo(plan),
      ...(instructions === undefined ? {} : { instructions }),
    }),
    ping: () => ({}),
    // It would count for a session, and there is none.
    'logging/setLevel': () => ({}),
  }
}

function toolHandlers<env>({ tools }: WorkerPlan<env>): Handlers<env> {
  return {
    'tools/list': () => ({ tools: [...tools.values()].map(toWireTool) }),
    'tools/call': async ({ name, arguments: args }, call) => {
      const tool = tools.get(name)
      if (tool === undefined) throw new RpcError(Code.invalidParams, `Cannot find tool "${name}"`)
      const asked = { kind: 'tool', callable: tool, args: args ?? {} } as const
      const outcome = await serveCall(call, asked, (context) => context)
      return outcome.kind === 'asking' ? outcome.result : toToolResult(outcome)
    },
  }
}

function resourceHandlers<env>(plan: WorkerPlan<env>): Handlers<env> {
  const all = [...plan.resources.values()]
  return {
    'resources/list': () => ({
      resources: all.filter(({ isTemplate }) => !isTemplate).map(toWireResource),
    }),
    'resources/templates/list': () => ({
      resourceTemplates: all.filter(({ isTemplate }) => isTemplate).map(toWireTemplate),
    }),
    'resources/read': async ({ uri }, call) => {
      const resource = findResource(plan, uri)
      if (resource === undefined) {
        throw new RpcError(Code.invalidParams, `Cannot find resource "${uri}"`, { uri })
      }
      const read = {
        kind: 'resource',
        callable: resource,
        args: { uri },
      } as const
      const outcome = await serveCall(call, read, (context) => ({
        ...context,
        uri,
      }))
      if (outcome.kind === 'answered') return outcome.output
      if (outcome.kind === 'asking') return outcome.result
      throw toProtocolError(outcome, uri)
    },
  }
}

function promptHandlers<env>({ prompts }: WorkerPlan<env>): Handlers<env> {
  return {
    'prompts/list': () => ({
      prompts: [...prompts.values()].map(toWirePrompt),
    }),
    'prompts/get': async ({ name, arguments: args }, call) => {
      const prompt = prompts.get(name)
      if (prompt === undefined) {
        throw new RpcError(Code.invalidParams, `Cannot find prompt "${name}"`)
      }
      const asked = { kind: 'prompt', callable: prompt, args } as const
      const outcome = await serveCall(call, asked, (context) => context)
      if (outcome.kind === 'answered') return outcome.output
      if (outcome.kind === 'asking') return outcome.result
      throw toProtocolError(outcome)
    },
  }
}

function completionHandlers<env>(plan: WorkerPlan<env>): Handlers<env> {
  return {
    'completion/complete': async ({ ref, argument, context }, call) => {
      const owner = findCompletable(plan, ref)
      if (owner === undefined) {
        const message = 'Cannot complete an argument of what is not here'
        throw new RpcError(Code.invalidParams, message)
      }
      const args = { argument: argument.name, typed: argument.value }
      const filled = context?.arguments ?? {}
      const asked = {
        kind: 'completion',
        callable: toCompletion(owner, args),
        args,
      } as const
      const outcome = await serveCall(call, asked, (rest) => ({
        ...rest,
        filled,
      }))
      if (outcome.kind === 'asking') throw new TypeError('Suggestions cannot wait for an answer')
      if (outcome.kind !== 'answered') throw toProtocolError(outcome)
      const values = outcome.output
      const hasMore = values.length > MAX_VALUES
      return {
        completion: {
          values: values.slice(0, MAX_VALUES),
          total: values.length,
          hasMore,
        },
      }
    },
  }
}

/** What the client learns of a fault that no handler has told. */
export function toRpcError<env>(plan: WorkerPlan<env>, error: unknown): RpcError {
  if (error instanceof RpcError) return error
  const { log = faultLog } = plan.options
  log.error('Something went wrong', { error })
  return new RpcError(Code.internal, 'Internal error')
}
