import type { TokenSet } from '@toolgraph/mcp-client'
import { Command } from 'commander'
import { checkAddress, findGraph } from '../lib/graph-address.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { signIn } from '../sign-in/sign-in.ts'

interface Options {
  graph?: string
  issuer?: string
  scope?: string[]
  browser: boolean
}

/** What publishing takes. */
export const PUBLISHING_SCOPES = ['servers:write']

/** `toolgraph login [server]`: signs a person in, in their browser. */
export function loginCommand(world: World): Command {
  return new Command('login')
    .description('sign in at the graph, to publish, or at another server, to call its tools')
    .argument('[server]', "the address of a server's MCP endpoint (default: the graph)")
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
    .action(
      reporting(world, (server: string | undefined, options: Options) =>
        login(server, options, world),
      ),
    )
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
