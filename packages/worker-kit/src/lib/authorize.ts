import {
  createIssuerReader,
  createTokenVerifier,
  readBearer,
  type AccessToken,
  type IssuerReader,
  type TokenVerifier,
} from '@toolgraph/access-token'
import { fail, ok, type Result } from '@toolgraph/errors'
import {
  issuerUnavailable,
  toMalformed,
  toSignIn,
  toStepUp,
  toTokenRefusal,
  type AuthRefusal,
} from './auth-refusal.ts'
import { faultLog } from './log.ts'
import { countOffers, type Offer } from './offers.ts'
import { fromEnv, isGated, leastScopes, scopesOf, type WorkerPlan } from './options.ts'
import { countAuthRefusal } from './telemetry.ts'
import type { ToolUser } from './tool.ts'

/** Who calls, and whether they may. */
export interface Authorizer<env> {
  /** Verifies the token of a request if there is one; a token that is sent is always verified. */
  identify(request: Request, env: env): Promise<Result<ToolUser | undefined, AuthRefusal>>
  /** Checks that a caller may call all of these; none: may use what belongs to none. */
  check(user: ToolUser | undefined, offers: readonly Offer[], env: env): AuthRefusal | undefined
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
  const gate = createGate(plan)

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
    if (!bearer.ok && bearer.failure.reason === 'malformed') return fail(toMalformed(resource))
    if (!bearer.ok) return fail(toSignIn(resource, leastScopes(plan)))
    if (bearer.value === undefined) return ok(undefined)

    const token = await verifierFor(issuer, resource).verify(bearer.value)
    if (token.ok) return ok(toUser(token.value))
    const { reason } = token.failure
    if (reason === 'issuer_unreachable') return fail(issuerUnavailable)
    return fail(toTokenRefusal(reason, resource, leastScopes(plan)))
  }

  function judge(
    user: ToolUser | undefined,
    offers: readonly Offer[],
    env: env,
  ): AuthRefusal | undefined {
    const scopes = scopesOf(offers)
    const resource = fromEnv(options.url, env)
    if (user === undefined && (scopes.length > 0 || gate())) {
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
    check(user, offers, env) {
      const refusal = judge(user, offers, env)
      if (refusal !== undefined) tellRefused(options, refusal, offers)
      return refusal
    },
  }
}

/** Looks through all that is offered once for each number of offers, not for each request. */
function createGate<env>(plan: WorkerPlan<env>): () => boolean {
  let known: { offers: number; isGated: boolean } | undefined
  return () => {
    const offers = countOffers(plan)
    if (known?.offers !== offers) known = { offers, isGated: isGated(plan) }
    return known.isGated
  }
}

/** A hook that fails, or takes its time, changes no answer. */
function tellRefused<env>(
  { hooks, log = faultLog }: WorkerPlan<env>['options'],
  { reason, status }: AuthRefusal,
  offers: readonly Offer[],
): void {
  const told = async () =>
    hooks?.authRefused?.({ reason, status, tools: offers.map(({ name }) => name) })
  countAuthRefusal(reason, status)
  told().catch((error: unknown) => log.error('The hook "authRefused" failed', { error }))
}

function keep<value>(kept: Map<string, value>, key: string, make: () => value): value {
  const value = kept.get(key) ?? make()
  kept.set(key, value)
  return value
}

function toUser(token: AccessToken): ToolUser {
  const { subject, clientId, scopes, name, actor } = token
  return {
    subject,
    clientId,
    scopes,
    token: token.token,
    ...(name === undefined ? {} : { name }),
    ...(actor === undefined ? {} : { actor }),
  }
}
