import { Command, Option } from 'commander'
import { CliError } from '../lib/cli-error.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { GROUPS, type Group } from '../registry-conformance/conformance-case.ts'
import { describeConformance, tally } from '../registry-conformance/describe-conformance.ts'
import { createRegistry, type Registry } from '../registry-conformance/registry.ts'
import { runConformance } from '../registry-conformance/run-conformance.ts'

interface Options {
  only?: Group[]
  requirement: 'must' | 'should'
  publish?: boolean
  token?: string
  namePrefix?: string
}

/** `toolgraph conformance registry <url>`: whether a registry keeps to the standard's API. */
export function conformanceCommand(world: World): Command {
  return new Command('conformance')
    .description('test whether a service keeps to its standard')
    .addCommand(registryCommand(world))
}

function registryCommand(world: World): Command {
  return new Command('registry')
    .description('test any registry of MCP servers against the registry API v0.1')
    .argument('<url>', 'its base address, the part before /v0.1')
    .addOption(new Option('--only <group...>', 'run only these groups of cases').choices(GROUPS))
    .addOption(
      new Option('--requirement <level>', 'must: leave out the cases of SHOULD')
        .choices(['must', 'should'])
        .default('should'),
    )
    .option('--publish', 'write too: publish servers, change them, and delete them in the end')
    .option('--token <token>', 'what proves to the registry who publishes')
    .option(
      '--name-prefix <name>',
      'what the published names begin with, such as com.example/conformance',
    )
    .action(reporting(world, (url: string, options: Options) => testRegistry(url, options, world)))
}

async function testRegistry(url: string, options: Options, world: World): Promise<Report> {
  const base = toBase(url)
  const writing = toWriting(options)
  const registry = createRegistry(base, world)
  await assertThere(base, registry)
  const results = await runConformance(
    registry,
    {
      groups: options.only ?? GROUPS,
      requirement: options.requirement === 'must' ? 'MUST' : 'SHOULD',
      writing,
    },
    world.ask && ((done, of) => world.stderr(`\r${done} of ${of} cases`)),
  )
  if (world.ask) world.stderr('\r')
  const failed = results.filter(
    ({ outcome, requirement }) => outcome === 'failed' && requirement === 'MUST',
  )
  return {
    data: { ok: failed.length === 0, registry: base, sum: tally(results), cases: results },
    text: describeConformance(base, results),
    isFailure: failed.length > 0,
  }
}

/** What a person types may have the path of the API, or a slash, at its end. */
function toBase(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new CliError('ERR_BAD_ADDRESS', `Cannot test "${url}": it is no http address`)
  const path = parsed.pathname.replace(/(?:\/v0(?:\.1)?)?(?:\/servers)?\/*$/, '')
  return `${parsed.origin}${path}`
}

function toWriting({ publish = false, token, namePrefix }: Options) {
  if (!publish) return undefined
  if ((token === undefined) !== (namePrefix === undefined))
    throw new CliError(
      'ERR_BAD_ARGUMENTS',
      'Cannot publish: --token and --name-prefix are needed both, or none to test refusals only',
    )
  return { token, namePrefix }
}

async function assertThere(base: string, registry: Registry): Promise<void> {
  try {
    await registry.send('/v0.1/servers?limit=1')
  } catch (cause) {
    throw new CliError(
      'ERR_REGISTRY_UNREACHABLE',
      `Cannot reach the registry at "${base}": it does not answer GET /v0.1/servers`,
      { cause },
    )
  }
}
