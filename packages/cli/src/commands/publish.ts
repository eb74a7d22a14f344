import type { TokenSet } from '@toolgraph/mcp-client'
import type { Manifest } from '@toolgraph/worker'
import { Command } from 'commander'
import { findListed } from '../graph/find-listed.ts'
import { publishAtGraph } from '../graph/publish-at-graph.ts'
import { CliError } from '../lib/cli-error.ts'
import { findGraph, type GraphAddress } from '../lib/graph-address.ts'
import { readManifest } from '../lib/read-manifest.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { checkManifest, type Finding } from '../lint/check-manifest.ts'
import { isLoopback } from '../lint/server-rules.ts'
import {
  compareManifests,
  isDifferent,
  needsNewVersion,
  type Difference,
} from '../publish/compare-manifests.ts'
import { describeDifference } from '../publish/describe-difference.ts'
import { askRegistry, findRegistryToken } from '../proofs/registry-tokens.ts'
import { checkServerJson } from '../publish/check-server-json.ts'
import { readServerJson, toServerJson, writeServerJson } from '../publish/server-json.ts'
import { findAccess } from '../sign-in/find-access.ts'
import { signIn } from '../sign-in/sign-in.ts'
import { describeFindings } from './check.ts'
import { findRegistry, PUBLISHING_SCOPES } from './login.ts'

interface Options {
  graph?: string
  dryRun?: boolean
  browser: boolean
  registry?: string
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
    .option(
      '--registry <url>',
      'any registry of the standard, by server.json and the token of "toolgraph login dns"',
    )
    .action(
      reporting(world, (options: Options) =>
        options.registry === undefined
          ? publish(options, world)
          : publishAtRegistry(options.registry, options, world),
      ),
    )
}

async function publish(options: Options, world: World): Promise<Report> {
  const { manifest, folder } = await readManifest(world)
  const address = findGraph(options.graph, world)
  const refusal = check(manifest, folder, { to: address.graph, world })
  if (refusal) return refusal

  const { difference, access } = await findDifference(manifest, { ...options, address }, world)
  const { name: server, version } = manifest
  const { graph } = address
  const about = { server, version, graph, difference }
  if (options.dryRun)
    return {
      data: { ...about, published: false },
      text: describe(manifest, difference, 'Would publish'),
    }

  const token = isDifferent(difference) ? access?.accessToken : undefined
  const id = token && (await publishAtGraph(manifest, { graph, token }, world))
  const serverJson = writeServerJson(folder, manifest)
  const file = serverJson === 'written' ? '\nWrote server.json' : ''
  return {
    data: { ...about, published: id !== undefined, ...(id && { id }), serverJson },
    text: `${describe(manifest, difference, 'Published')}${file}`,
  }
}

/** Tells what `toolgraph check` finds; an error is the end. */
function check(
  manifest: Manifest,
  folder: string,
  { to, world }: { to: string; world: World },
): Report | undefined {
  // Read before anything is published: what cannot be kept up to date shall not be found out afterwards.
  const serverJson = checkServerJson(manifest, readServerJson(folder))
  const findings = [...checkManifest(manifest), ...serverJson]
    .filter(({ severity }) => severity !== 'hint')
    .map((finding) => asItMattersAt(to, finding))
  const lines = describeFindings(findings)
  if (findings.some(({ severity }) => severity === 'error'))
    return {
      data: { published: false, findings },
      text: `${lines}\n\nNothing was published: mend the errors first`,
      isFailure: true,
    }
  if (lines !== '') world.stderr(`${lines}\n`)
  return undefined
}

/** A template's name is good enough for a graph of this machine; elsewhere it would be taken from everybody. */
function asItMattersAt(address: string, finding: Finding): Finding {
  if (finding.rule !== 'server-name' || isLoopback(new URL(address).hostname)) return finding
  return { ...finding, severity: 'error' }
}

/** Publishes by `server.json` alone, for a machine: at any registry of the standard. */
async function publishAtRegistry(
  given: string,
  { dryRun }: Options,
  world: World,
): Promise<Report> {
  const registry = findRegistry({ registry: given }, world)
  const { manifest, folder } = await readManifest(world)
  const refusal = check(manifest, folder, { to: registry, world })
  if (refusal) return refusal

  const serverJson = toServerJson(manifest, readServerJson(folder))
  const { name: server, version } = manifest
  const about = { server, version, registry }
  const what = `${server} ${version} at ${registry}`
  if (dryRun) return { data: { ...about, published: false }, text: `Would publish ${what}` }

  const token = await findRegistryToken(registry, world)
  await askRegistry(registry, '/v0.1/publish', serverJson, world, token)
  writeServerJson(folder, manifest)
  return { data: { ...about, published: true }, text: `Published ${what}` }
}

interface Target extends Options {
  address: GraphAddress
}

interface Compared {
  difference: Difference
  access: TokenSet | undefined
}

/** Compares with what is listed, and signs in where there is something to publish. */
async function findDifference(
  manifest: Manifest,
  { address: { graph, mcp }, dryRun, browser: opensBrowser }: Target,
  world: World,
): Promise<Compared> {
  const access = await findAccess(mcp, world)
  const difference = await compareWithListed(manifest, { graph, access }, world)
  if (dryRun || !isDifferent(difference) || mayPublish(access)) return { difference, access }

  const signedIn = await signIn({ url: mcp, scopes: PUBLISHING_SCOPES, opensBrowser }, world)
  // Who is not signed in sees no private servers.
  const seen = await compareWithListed(manifest, { graph, access: signedIn }, world)
  return { difference: seen, access: signedIn }
}

/** Compares with what the graph lists, as far as this person sees it. */
async function compareWithListed(
  manifest: Manifest,
  { graph, access }: { graph: string; access: TokenSet | undefined },
  world: World,
): Promise<Difference> {
  const listed = await findListed(manifest, { graph, token: access?.accessToken }, world)
  const difference = compareManifests(listed, manifest)
  assertVersion(manifest, difference)
  return difference
}

function mayPublish(access: TokenSet | undefined): boolean {
  return PUBLISHING_SCOPES.every((scope) => access?.scopes.includes(scope))
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
