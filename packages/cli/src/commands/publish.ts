import type { Manifest } from '@toolgraph/worker'
import { Command } from 'commander'
import { findListed } from '../graph/find-listed.ts'
import { publishAtGraph } from '../graph/publish-at-graph.ts'
import { CliError } from '../lib/cli-error.ts'
import { findGraph, type GraphAddress } from '../lib/graph-address.ts'
import { readManifest } from '../lib/read-manifest.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { checkManifest } from '../lint/check-manifest.ts'
import {
  compareManifests,
  isDifferent,
  needsNewVersion,
  type Difference,
} from '../publish/compare-manifests.ts'
import { describeDifference } from '../publish/describe-difference.ts'
import { readServerJson, writeServerJson } from '../publish/server-json.ts'
import { findAccess } from '../sign-in/find-access.ts'
import { signIn } from '../sign-in/sign-in.ts'
import { describeFindings } from './check.ts'
import { PUBLISHING_SCOPES } from './login.ts'

interface Options {
  graph?: string
  dryRun?: boolean
  browser: boolean
}

/** `toolgraph publish`: lists the server in the graph, or what changed of it. */
export function publishCommand(world: World): Command {
  return new Command('publish')
    .description('list the server in the graph, or what changed of it, and write server.json')
    .option(
      '--graph <url>',
      'the graph (default: TOOLGRAPH_GRAPH, or toolgraph.graph in package.json)',
    )
    .option('--dry-run', 'only show what would change')
    .option('--no-browser', 'only print the address for signing in, where that is needed')
    .action(reporting(world, (options: Options) => publish(options, world)))
}

async function publish(options: Options, world: World): Promise<Report> {
  const { manifest, folder } = await readManifest(world)
  const address = findGraph(options.graph, world)
  // Read before anything is published: what cannot be kept up to date shall not be found out afterwards.
  readServerJson(folder)
  const findings = checkManifest(manifest).filter(({ severity }) => severity !== 'hint')
  const warnings = describeFindings(findings)
  if (findings.some(({ severity }) => severity === 'error'))
    return {
      data: { published: false, findings },
      text: `${warnings}\n\nNothing was published: mend the errors first`,
      isFailure: true,
    }
  if (warnings !== '') world.stderr(`${warnings}\n`)

  const { difference, token } = await compareWithListed(manifest, { ...options, address }, world)
  const about = {
    server: manifest.name,
    version: manifest.version,
    graph: address.graph,
    difference,
  }
  if (options.dryRun)
    return {
      data: { ...about, published: false },
      text: describe(manifest, difference, 'Would publish'),
    }

  const id =
    token === undefined
      ? undefined
      : await publishAtGraph(manifest, { graph: address.graph, token }, world)
  const serverJson = writeServerJson(folder, manifest)
  const file = serverJson === 'written' ? '\nWrote server.json' : ''
  return {
    data: { ...about, published: id !== undefined, ...(id && { id }), serverJson },
    text: `${describe(manifest, difference, 'Published')}${file}`,
  }
}

interface Target extends Options {
  address: GraphAddress
}

/**
 * Compares with what is listed, and signs in where there is something to publish. Who is not signed in sees no private
 * servers, so after signing in it is compared again.
 */
async function compareWithListed(
  manifest: Manifest,
  target: Target,
  world: World,
): Promise<{ difference: Difference; token?: string }> {
  const { graph, mcp } = target.address
  let access = await findAccess(mcp, world)
  for (;;) {
    const token = access?.accessToken
    const listed = await findListed(manifest, { graph, token }, world)
    const difference = compareManifests(listed, manifest)
    assertVersion(manifest, difference)
    if (target.dryRun || !isDifferent(difference)) return { difference }
    if (token !== undefined) return { difference, token }
    access = await signIn(
      { url: mcp, scopes: PUBLISHING_SCOPES, opensBrowser: target.browser },
      world,
    )
  }
}

function assertVersion({ name, version }: Manifest, difference: Difference): void {
  if (!needsNewVersion(difference)) return
  throw new CliError(
    'ERR_VERSION_STANDS',
    `Cannot publish "${name}": version "${version}" is listed with other tools or scopes, and these never change within a version; raise "version" where the worker is created\n\n${describeDifference(difference)}`,
  )
}

function describe({ name, version }: Manifest, difference: Difference, verb: string): string {
  const server = `${name} ${version}`
  if (!isDifferent(difference)) return `Nothing to publish: ${server} is listed as it is`
  const rest = difference.isNew ? ', which is new' : ''
  return `${describeDifference(difference)}\n\n${verb} ${server}${rest}`
}
