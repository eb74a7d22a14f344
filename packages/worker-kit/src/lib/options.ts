import type { Hooks } from './hooks.ts'
import type { Log } from './log.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { Translation } from './tool.ts'

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
  /** The OAuth 2.1 issuer whose tokens are taken (default: none, and then no tool may have scopes) */
  issuer?: FromEnv<env, string>
  /** Every scope that a tool names, with its reason. */
  scopes?: Readonly<Record<string, ScopeReason>>
  /** Scopes of a 401's challenge where no tool is called (default: those of the read-only tools) */
  defaultScopes?: readonly string[]
  /** Refuses callers without a token before anything is read (default: whether every tool has scopes) */
  requireToken?: boolean
  /** Title and description in other languages, by BCP 47 tag. */
  translations?: Readonly<Record<string, Translation>>
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

/** Bytes of a request's body, where the options do not say. */
export const MAX_BODY_BYTES = 1_048_576

/** A worker's options and tools, for its faces. */
export interface WorkerPlan<env> {
  readonly options: McpWorkerOptions<env>
  /** By name, in the order in which they were added. */
  readonly tools: ReadonlyMap<string, RegisteredTool<env>>
}

/** Reads an option for one request. */
export function fromEnv<env, value extends string | readonly string[]>(
  option: FromEnv<env, value>,
  env: env,
): value {
  return typeof option === 'function' ? option(env) : option
}

/** Whether every caller needs a token, whatever is called. */
export function isGated<env>({ options, tools }: WorkerPlan<env>): boolean {
  if (options.issuer === undefined) return false
  if (options.requireToken !== undefined) return options.requireToken
  return tools.size > 0 && [...tools.values()].every((tool) => tool.scopes.length > 0)
}

/** The least scopes to begin with (MCP authorization: `scopes_supported` is the minimal set). */
export function leastScopes<env>({ options, tools }: WorkerPlan<env>): readonly string[] {
  if (options.defaultScopes !== undefined) return options.defaultScopes
  const scoped = [...tools.values()].filter((tool) => tool.scopes.length > 0)
  const reading = scoped.filter((tool) => tool.annotations?.readOnlyHint === true)
  return scopesOf(reading.length > 0 ? reading : scoped)
}

/** All scopes that a call of these tools needs, each once. */
export function scopesOf(tools: readonly { readonly scopes: readonly string[] }[]): string[] {
  return [...new Set(tools.flatMap((tool) => tool.scopes))]
}
