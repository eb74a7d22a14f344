import {
  challenge,
  createIssuerReader,
  createTokenVerifier,
  readBearer,
  resourceMetadataUrl,
  type AccessToken,
  type ChallengeError,
  type IssuerReader,
  type TokenVerifier,
} from '@toolgraph/access-token'
import { fail, ok, type Result } from '@toolgraph/errors'
import { faultLog } from './log.ts'
import { fromEnv, isGated, leastScopes, scopesOf, type WorkerPlan } from './options.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { ToolUser } from './tool.ts'

/** What a refused caller gets: a status, and where it helps a challenge. */
export interface AuthRefusal {
  status: 400 | 401 | 403 | 503
  error: ChallengeError | 'temporarily_unavailable' | 'unauthorized'
  description: string
  /** The `WWW-Authenticate` header. */
  challenge?: string
  /** Why, for the log; never for the wire. */
  reason: string
}

/** Who calls, and whether they may. */
export interface Authorizer<env> {
  /** Verifies the token of a request if there is one; a token that is sent is always verified. */
  identify(request: Request, env: env): Promise<Result<ToolUser | undefined, AuthRefusal>>
  /** Checks that a caller may call all of these tools; none: may use what belongs to no tool. */
  check(
    user: ToolUser | undefined,
    tools: readonly RegisteredTool<env>[],
    env: env,
  ): AuthRefusal | undefined
  /** The reader of the issuer, or `undefined` for a worker without one. */
  readerOf(env: env): IssuerReader | undefined
}

/** Creates the one place that decides on tokens and scopes, for all faces. */
export function createAuthorizer<env>(plan: WorkerPlan<env>): Authorizer<env> {
  const { options } = plan
  const { now = Date.now } = options
  // Not `globalThis.fetch` itself: workerd wants it called as a plain function.
  const reach: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
  const readers = new Map<string, IssuerReader>()
  const verifiers = new Map<string, TokenVerifier>()

  const issuerOf = (env: env) =>
    options.issuer === undefined ? undefined : fromEnv(options.issuer, env)

  function readerFor(issuer: string): IssuerReader {
    return keep(readers, issuer, () => createIssuerReader({ issuer, fetch: reach, now }))
  }

  function verifierFor(issuer: string, resource: string): TokenVerifier {
    const make = () =>
      createTokenVerifier({ issuer, resource, fetch: reach, now, reader: readerFor(issuer) })
    return keep(verifiers, `${issuer} ${resource}`, make)
  }

  async function verify(
    request: Request,
    env: env,
  ): Promise<Result<ToolUser | undefined, AuthRefusal>> {
    const issuer = issuerOf(env)
    if (issuer === undefined) return ok(undefined)

    const resource = fromEnv(options.url, env)
    const bearer = readBearer(request)
    if (!bearer.ok) return fail(toBearerRefusal(bearer.failure.reason, resource, plan))
    if (bearer.value === undefined) return ok(undefined)

    const token = await verifierFor(issuer, resource).verify(bearer.value)
    if (token.ok) return ok(toUser(token.value))
    if (token.failure.reason === 'issuer_unreachable') return fail(unavailable)
    return fail(toTokenRefusal(token.failure.reason, resource, plan))
  }

  function judge(
    user: ToolUser | undefined,
    tools: readonly RegisteredTool<env>[],
    env: env,
  ): AuthRefusal | undefined {
    const scopes = scopesOf(tools)
    const resource = fromEnv(options.url, env)
    if (user === undefined && (scopes.length > 0 || isGated(plan))) {
      return toSignIn(resource, scopes.length > 0 ? scopes : leastScopes(plan))
    }
    const missing = scopes.filter((scope) => !user?.scopes.includes(scope))
    return missing.length === 0 ? undefined : toStepUp(resource, scopes)
  }

  return {
    readerOf(env) {
      const issuer = issuerOf(env)
      return issuer === undefined ? undefined : readerFor(issuer)
    },
    async identify(request, env) {
      const user = await verify(request, env)
      if (!user.ok) tellRefused(options, user.failure, [])
      return user
    },
    check(user, tools, env) {
      const refusal = judge(user, tools, env)
      if (refusal !== undefined) tellRefused(options, refusal, tools)
      return refusal
    },
  }
}

/** A hook that fails, or takes its time, changes no answer. */
function tellRefused<env>(
  { hooks, log = faultLog }: WorkerPlan<env>['options'],
  { reason, status }: AuthRefusal,
  tools: readonly RegisteredTool<env>[],
): void {
  const told = async () =>
    hooks?.authRefused?.({ reason, status, tools: tools.map((tool) => tool.name) })
  told().catch((error: unknown) => log.error('The hook "authRefused" failed', { error }))
}

function keep<value>(kept: Map<string, value>, key: string, make: () => value): value {
  const value = kept.get(key) ?? make()
  kept.set(key, value)
  return value
}

function toUser(token: AccessToken): ToolUser {
  const { subject, clientId, scopes, name } = token
  return { subject, clientId, scopes, token: token.token, ...(name === undefined ? {} : { name }) }
}

const unavailable: AuthRefusal = {
  status: 503,
  error: 'temporarily_unavailable',
  description: 'The issuer of tokens does not answer; try again in a moment',
  reason: 'issuer_unreachable',
}

function toSignIn(resource: string, scopes: readonly string[]): AuthRefusal {
  return {
    status: 401,
    error: 'unauthorized',
    description: 'This needs an access token',
    // RFC 6750 §3.1: no error code where no credentials were sent.
    challenge: challenge({ resourceMetadataUrl: resourceMetadataUrl(resource), scopes }),
    reason: 'no_token',
  }
}

function toStepUp(resource: string, scopes: readonly string[]): AuthRefusal {
  const description = 'This needs more scopes than the token has'
  return {
    status: 403,
    error: 'insufficient_scope',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      scopes,
      error: 'insufficient_scope',
      description,
    }),
    reason: 'insufficient_scope',
  }
}

function toTokenRefusal<env>(reason: string, resource: string, plan: WorkerPlan<env>): AuthRefusal {
  // One sentence for every reason: what exactly was wrong is for our log.
  const description = 'The access token is not valid here, or no longer'
  return {
    status: 401,
    error: 'invalid_token',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      scopes: leastScopes(plan),
      error: 'invalid_token',
      description,
    }),
    reason,
  }
}

function toBearerRefusal<env>(
  reason: 'other_scheme' | 'malformed',
  resource: string,
  plan: WorkerPlan<env>,
): AuthRefusal {
  if (reason === 'other_scheme') return toSignIn(resource, leastScopes(plan))
  const description = 'The Authorization header is not "Bearer" and one token'
  return {
    status: 400,
    error: 'invalid_request',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      error: 'invalid_request',
      description,
    }),
    reason,
  }
}
