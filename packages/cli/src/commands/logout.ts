import { revokeTokens, type TokenSet } from '@toolgraph/mcp-client'
import { Command } from 'commander'
import { checkAddress, findGraph } from '../lib/graph-address.ts'
import { createReach } from '../lib/reach.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { changeCredentials } from '../sign-in/credentials.ts'

interface Options {
  graph?: string
}

/** `toolgraph logout [server]`: gives the tokens back to the issuer and forgets them. */
export function logoutCommand(world: World): Command {
  return new Command('logout')
    .description('end a sign-in: at the issuer, and on this machine')
    .argument('[server]', "the address of a server's MCP endpoint (default: the graph)")
    .option('--graph <url>', 'the graph (default: as for login)')
    .action(
      reporting(world, (server: string | undefined, options: Options) =>
        logout(server, options, world),
      ),
    )
}

async function logout(
  server: string | undefined,
  { graph }: Options,
  world: World,
): Promise<Report> {
  const url =
    server === undefined ? findGraph(graph, world).mcp : checkAddress(server, 'the server')
  let tokens: TokenSet | undefined
  await changeCredentials(world, async ({ signIns: { [url]: ended, ...others } }) => {
    tokens = ended
    return ended && { signIns: others }
  })
  if (tokens === undefined)
    return { data: { server: url, wasSignedIn: false }, text: `Nobody was signed in for ${url}` }

  const isRevoked = await revokeTokens({ tokens, fetch: createReach(url, world) })
  const rest = isRevoked ? '' : '; its issuer did not confirm that the tokens have ended'
  return {
    data: { server: url, wasSignedIn: true, isRevoked },
    text: `Signed out of ${url}${rest}`,
  }
}
