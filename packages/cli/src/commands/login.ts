import type { TokenSet } from '@toolgraph/mcp-client'
import { Command } from 'commander'
import { checkAddress, findGraph } from '../lib/graph-address.ts'
import { getRegistryToken } from '../proofs/registry-tokens.ts'
import {
  isProofMethod,
  makeProof,
  withProofOptions,
  type ProofMethod,
  type ProofOptions,
} from '../proofs/make-proof.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { signIn } from '../sign-in/sign-in.ts'

interface Options extends ProofOptions {
  graph?: string
  issuer?: string
  scope?: string[]
  browser: boolean
  registry?: string
}

/** What publishing takes. */
export const PUBLISHING_SCOPES = ['servers:write']

/** `toolgraph login [server]`: signs a person in, in their browser. */
export function loginCommand(world: World): Command {
  const command = new Command('login')
    .description('sign in at the graph, to publish, or at another server, to call its tools')
    .argument(
      '[server]',
      'the address of an MCP endpoint (default: the graph), or what proves a namespace to a registry: dns, http, github, github-oidc',
    )
    .option(
      '--graph <url>',
      'the graph (default: TOOLGRAPH_GRAPH, or toolgraph.graph in package.json)',
    )
    .option(
      '--issuer <url>',
      'the only issuer to sign in at (default: the one that the server names)',
    )
    .option(
      '--scope <name...>',
      'what to ask for, besides what is allowed already (default: what the server asks for)',
    )
    .option('--no-browser', 'only print the address')
    .option('--registry <url>', 'for proofs: any registry of the standard (default: the graph)')
  return withProofOptions(command).action(
    reporting(world, (server: string | undefined, options: Options) =>
      isProofMethod(server) ? loginByProof(server, options, world) : login(server, options, world),
    ),
  )
}

/** Shows a proof to a registry, without a person: the token that it gives is good for one publication. */
async function loginByProof(method: ProofMethod, options: Options, world: World): Promise<Report> {
  const registry = findRegistry(options, world)
  const proof = await makeProof(method, { ...options, audience: registry }, world)
  const { expiresAt } = await getRegistryToken(registry, proof, world)
  const until = new Date(expiresAt).toISOString()
  return {
    data: { registry, method, expiresAt: until },
    text: `${registry} takes publications until ${until}: run "toolgraph publish --registry ${registry}"`,
  }
}

/** Which registry is meant: the one that is named, else the graph. */
export function findRegistry(
  { registry, graph }: Pick<Options, 'registry' | 'graph'>,
  world: World,
): string {
  if (registry === undefined) return findGraph(graph, world).graph
  return checkAddress(registry, 'the registry').replace(/\/+$/, '')
}

async function login(
  server: string | undefined,
  { graph, issuer, scope, browser }: Options,
  world: World,
): Promise<Report> {
  const url =
    server === undefined ? findGraph(graph, world).mcp : checkAddress(server, 'the server')
  const scopes = scope ?? (server === undefined ? PUBLISHING_SCOPES : undefined)
  const tokens = await signIn(
    { url, ...(scopes && { scopes }), ...(issuer && { issuer }), opensBrowser: browser },
    world,
  )
  return { data: describeSignIn(url, tokens), text: `Signed in for ${url} (${scopesOf(tokens)})` }
}

/** What may be told of a sign-in: nothing that is secret. */
export function describeSignIn(server: string, { issuer, scopes, expiresAt }: TokenSet) {
  const until = expiresAt === undefined ? undefined : new Date(expiresAt).toISOString()
  return { server, issuer, scopes, ...(until && { expiresAt: until }) }
}

/** The scopes of a sign-in, in words. */
export function scopesOf({ scopes }: TokenSet): string {
  return scopes.length === 0 ? 'no scopes' : scopes.join(' ')
}
