import { Command } from 'commander'
import * as z from 'zod'
import { askGraph } from '../graph/ask-graph.ts'
import { CliError } from '../lib/cli-error.ts'
import { findGraph } from '../lib/graph-address.ts'
import { reporting, type Report } from '../lib/report.ts'
import { printable, toTable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'
import { readCredentials } from '../sign-in/credentials.ts'
import { findAccess } from '../sign-in/find-access.ts'
import { describeSignIn, scopesOf } from './login.ts'

interface Options {
  graph?: string
}

const QUERY = '{ viewer { subject name } }'
const viewerSchema = z.object({
  viewer: z.object({ subject: z.string(), name: z.string().nullable() }).nullable(),
})

/** `toolgraph whoami`: who is signed in, where, for what, until when. */
export function whoamiCommand(world: World): Command {
  return new Command('whoami')
    .description('tell who is signed in, where, for what, until when')
    .option('--graph <url>', 'the graph (default: as for login)')
    .action(reporting(world, (options: Options) => whoami(options, world)))
}

async function whoami(options: Options, world: World): Promise<Report> {
  const { graph, mcp } = findGraph(options.graph, world)
  const tokens = await findAccess(mcp, world)
  const others = Object.keys((await readCredentials(world)).signIns).filter((url) => url !== mcp)
  if (tokens === undefined)
    return {
      data: { graph, isSignedIn: false, others },
      text: `Nobody is signed in at ${graph}: run "toolgraph login"`,
      isFailure: true,
    }

  const operation = { query: QUERY, variables: {}, data: viewerSchema, token: tokens.accessToken }
  const { viewer } = await askGraph(graph, operation, world)
  if (viewer === null)
    throw new CliError('ERR_GRAPH_FAILED', `Cannot tell who is signed in: "${graph}" does not know`)
  const { subject, name } = viewer
  const { issuer, scopes, expiresAt } = describeSignIn(mcp, tokens)
  return {
    data: { isSignedIn: true, subject, name, graph, issuer, scopes, expiresAt, others },
    text: toTable([
      ['who', printable(name ?? subject)],
      ['graph', graph],
      ['issuer', issuer],
      ['scopes', scopesOf(tokens)],
      ['until', describeEnd(expiresAt, tokens.refreshToken !== undefined)],
      ...others.map((url) => ['also at', url]),
    ]),
  }
}

function describeEnd(expiresAt: string | undefined, isRenewed: boolean): string {
  if (isRenewed) return `${expiresAt ?? 'the issuer says so'}, renewed by itself`
  return expiresAt ?? 'the issuer does not say'
}
