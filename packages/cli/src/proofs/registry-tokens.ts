import * as z from 'zod'
import { CliError } from '../lib/cli-error.ts'
import { createReach } from '../lib/reach.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'
import { changeCredentials, readCredentials } from '../sign-in/credentials.ts'
import type { Proof } from './make-proof.ts'

/** A token that a registry gave for a proof. */
export interface RegistryToken {
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

const tokenSchema = z.object({ registry_token: z.string().min(1), expires_at: z.number() })
const refusalSchema = z.object({ detail: z.string().optional(), error: z.string().optional() })

const PATHS = {
  dns: 'dns',
  http: 'http',
  github: 'github-at',
  'github-oidc': 'github-oidc',
} as const

/**
 * Gets a token of a registry for a proof, and keeps it for the publication that follows.
 *
 * @throws CliError
 */
export async function getRegistryToken(
  registry: string,
  proof: Proof,
  world: World,
): Promise<RegistryToken> {
  const answer = await askRegistry(
    registry,
    `/v0.1/auth/${PATHS[proof.method]}`,
    toWire(proof),
    world,
  )
  const { registry_token: token, expires_at } = tokenSchema.parse(answer)
  const kept = { token, expiresAt: expires_at * 1000 }
  await changeCredentials(world, async ({ registryTokens, ...others }) => ({
    ...others,
    registryTokens: { ...registryTokens, [registry]: kept },
  }))
  return kept
}

/**
 * Finds the token of a registry that is still good.
 *
 * @throws CliError When there is none
 */
export async function findRegistryToken(registry: string, world: World): Promise<string> {
  const kept = (await readCredentials(world)).registryTokens?.[registry]
  if (kept && kept.expiresAt > world.now()) return kept.token
  throw new CliError(
    'ERR_REGISTRY_TOKEN_MISSING',
    `Cannot publish at "${registry}": there is no token for it, or it has ended; run "toolgraph login dns --registry ${registry}" first`,
  )
}

/**
 * Posts JSON to a registry of the standard.
 *
 * @throws CliError With the registry's own words, when it refuses
 */
export async function askRegistry(
  registry: string,
  operation: string,
  body: object,
  world: Pick<World, 'fetch' | 'signal'>,
  token?: string,
): Promise<unknown> {
  const url = `${registry}${operation}`
  const init = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    signal: world.signal,
  }
  let response: Response
  try {
    response = await createReach(url, world)(url, init)
  } catch (cause) {
    throw new CliError(
      'ERR_REGISTRY_UNREACHABLE',
      `Cannot reach the registry at "${registry}": see that it runs, or name another with --registry`,
      { cause },
    )
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const { detail, error } = refusalSchema.safeParse(answer).data ?? {}
  const words = printable(detail ?? error ?? 'it does not say why').slice(0, 500)
  throw new CliError(
    'ERR_REGISTRY_REFUSED',
    `The registry at "${registry}" refused with ${response.status}: ${words}`,
  )
}

/** The names of the wire. */
function toWire(proof: Proof): object {
  if (proof.method === 'github') return { github_token: proof.token }
  if (proof.method === 'github-oidc') return { oidc_token: proof.token }
  if ('token' in proof) return {}
  const { domain, timestamp, signedTimestamp: signed_timestamp } = proof
  return { domain, timestamp, signed_timestamp }
}
