import * as z from 'zod'
import type { GraphContext } from '../context.ts'
import { domainProofSchema, githubProofSchema, type Proof } from '../namespaces/check-proof.ts'
import { exchangeNothing, exchangeProof, type RegistryToken } from '../namespaces/exchange-proof.ts'
import { findRegistryViewer, type TokenUse } from '../namespaces/find-registry-viewer.ts'
import { parseInput } from '../registry/parse-input.ts'
import { jsonResponse, readJson, type ApiRequest } from './api-request.ts'

/** The operations of `/auth`, each with what its body proves. */
export const AUTH_METHODS = ['dns', 'http', 'github-at', 'github-oidc', 'none'] as const

/** A way to prove a namespace. */
export type AuthMethod = (typeof AUTH_METHODS)[number]

/** `POST /auth/{method}`: a token of this registry for a proof. */
export async function answerAuth(
  { context, request }: ApiRequest,
  method: AuthMethod,
): Promise<Response> {
  if (method === 'none') return toAnswer(await exchangeNothing(context))
  return toAnswer(await exchangeProof(context, toProof(method, await readJson(request))))
}

const wireDomainSchema = z.object({
  domain: z.string(),
  timestamp: z.string(),
  signed_timestamp: z.string(),
})

/** The names of the wire are turned into ours here, once. */
function toProof(method: Exclude<AuthMethod, 'none'>, body: unknown): Proof {
  if (method === 'github-at') {
    const { github_token: token } = parseInput(
      z.object({ github_token: z.string() }),
      body,
      'the proof',
    )
    return { method: 'github', ...parseInput(githubProofSchema, { token }, 'the proof') }
  }
  if (method === 'github-oidc') {
    const { oidc_token: token } = parseInput(
      z.object({ oidc_token: z.string() }),
      body,
      'the proof',
    )
    return { method: 'github_oidc', ...parseInput(githubProofSchema, { token }, 'the proof') }
  }
  const wire = parseInput(wireDomainSchema, body, 'the proof')
  const { domain, timestamp, signed_timestamp: signedTimestamp } = wire
  const proof = parseInput(domainProofSchema, { domain, timestamp, signedTimestamp }, 'the proof')
  return { method, ...proof }
}

function toAnswer({ token, expiresAt }: RegistryToken): Response {
  const expires_at = Math.floor(expiresAt.getTime() / 1000)
  return jsonResponse(JSON.stringify({ registry_token: token, expires_at }))
}

/** The registry token of a request, if it has one: no access token of an issuer begins so. */
export function registryTokenOf(request: Request): string | undefined {
  const [, token] =
    /^Bearer (rt_[\w-]{20,100})$/i.exec(request.headers.get('authorization') ?? '') ?? []
  return token
}

/**
 * Finds out for whom something is written: for who is signed in, or for the machine that has a registry token.
 *
 * @throws NamespaceError
 */
export async function actFor(
  { context, request }: ApiRequest,
  use: TokenUse,
): Promise<GraphContext> {
  const token = registryTokenOf(request)
  if (token === undefined) return context
  return { ...context, viewer: await findRegistryViewer(context, token, use) }
}
