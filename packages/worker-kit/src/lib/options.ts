import type { Hooks } from './hooks.ts'
import type { Icon } from './icon.ts'
import type { Log } from './log.ts'
import { listOffers, type Offer } from './offers.ts'
import type { RegisteredPrompt } from './registered-prompt.ts'
import type { RegisteredResource } from './registered-resource.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { Translation } from './tool.ts'
import type * as z from 'zod'

/** A fixed value, or one that the environment of a request says. */
export type FromEnv<env, value> = value | ((env: env) => value)

/** Why a scope is asked for: one sentence, or one a language with `en` among them. */
export type ScopeReason = string | ({ readonly en: string } & Readonly<Record<string, string>>)

/** What a server says of itself, and what it depends on. */
export interface McpWorkerOptions<env> {
  /** Reverse-DNS name in the registry: `com.example/weather`. */
  name: string
  version: string
  /** A name for people (default: `name`) */
  title?: string
  /** What this server is for: search and agents go by it. */
  description: string
  /**
   * The public address of the MCP endpoint: `https://rooms.example/mcp`. It is also the audience
   * that tokens must have, so it is configured and never taken from a request.
   */
  url: FromEnv<env, string>
  /** The OAuth 2.1 issuer whose tokens are taken (default: none, and then nothing may have scopes) */
  issuer?: FromEnv<env, string>
  /** Every scope that a tool, a resource or a prompt names, with its reason. */
  scopes?: Readonly<Record<string, ScopeReason>>
  /** Scopes of a 401's challenge where nothing is called (default: those of all that only reads) */
  defaultScopes?: readonly string[]
  /** Refuses callers without a token before anything is read (default: whether all that it offers has scopes) */
  requireToken?: boolean
  /** Title and description in other languages, by BCP 47 tag. */
  translations?: Readonly<Record<string, Translation>>
  icons?: readonly Icon[]
  categories?: readonly string[]
  tags?: readonly string[]
  region?: string
  visibility?: 'public' | 'organization' | 'private'
  websiteUrl?: string
  repositoryUrl?: string
  /** How to use the tools together; an agent reads it once. */
  instructions?: string
  /** Origins of web pages that may call, exactly: `https://app.example` (default: this server's own) */
  allowedOrigins?: FromEnv<env, readonly string[]>
  /** Host names that requests may carry besides the one of `url` (default: none) */
  allowedHosts?: FromEnv<env, readonly string[]>
  /**
   * At least 32 characters that sign the state of open questions, the same in every process
   * (default: a random one, which is enough for one process, or for one question a call)
   */
  stateKey?: FromEnv<env, string>
  /** Bytes of a request's body (default: 1 MiB) */
  maxBodyBytes?: number
  hooks?: Hooks
  /** Reaches the issuer (default: the platform's `fetch`) */
  fetch?: typeof fetch
  /** Milliseconds since the epoch (default: `Date.now`) */
  now?: () => number
  /** Default: only faults, to the console */
  log?: Log
}

/** The options of a worker that says what its environment must hold. */
export interface CheckedEnvOptions<schema extends z.ZodObject> extends McpWorkerOptions<
  z.output<schema>
> {
  /**
   * Checked at the start on Node and at the first request on Workers; the error names every variable
   * that is missing or wrong, and no value. Tools see what the schema names, and nothing else.
   */
  env: schema
}

/** Bytes of a request's body, where the options do not say. */
export const MAX_BODY_BYTES = 1_048_576

/** A worker's options and what it offers, for its faces. */
export interface WorkerPlan<env> {
  readonly options: McpWorkerOptions<env>
  /** By name, in the order in which they were added. */
  readonly tools: ReadonlyMap<string, RegisteredTool<env>>
  /** By address or template, in the order in which they were added. */
  readonly resources: ReadonlyMap<string, RegisteredResource<env>>
  /** By name, in the order in which they were added. */
  readonly prompts: ReadonlyMap<string, RegisteredPrompt<env>>
}

/** Reads an option for one request. */
export function fromEnv<env, value extends string | readonly string[]>(
  option: FromEnv<env, value>,
  env: env,
): value {
  return typeof option === 'function' ? option(env) : option
}

/** Whether every caller needs a token, whatever is called. */
export function isGated<env>(plan: WorkerPlan<env>): boolean {
  const { issuer, requireToken } = plan.options
  if (issuer === undefined) return false
  if (requireToken !== undefined) return requireToken
  const offers = listOffers(plan)
  return offers.length > 0 && offers.every(({ scopes }) => scopes.length > 0)
}

/** The least scopes to begin with (MCP authorization: `scopes_supported` is the minimal set). */
export function leastScopes<env>(plan: WorkerPlan<env>): readonly string[] {
  const { options, tools, resources, prompts } = plan
  if (options.defaultScopes !== undefined) return options.defaultScopes
  const readers = [...tools.values()].filter(({ annotations }) => annotations?.readOnlyHint)
  const reading = scopesOf([...readers, ...resources.values(), ...prompts.values()])
  return reading.length > 0 ? reading : scopesOf(listOffers(plan))
}

/** All scopes that a call of these needs, each once. */
export function scopesOf(offers: readonly Offer[]): string[] {
  return [...new Set(offers.flatMap(({ scopes }) => scopes))]
}
