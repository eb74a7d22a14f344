import { CliError } from './cli-error.ts'
import { findPackage, toolgraphSettings } from './load-worker.ts'
import type { World } from './world.ts'

/** Where the graph is until there is a public one: where `npm start` runs it. */
const DEFAULT_GRAPH = 'http://localhost:4200'

/** The addresses of a graph. */
export interface GraphAddress {
  /** The graph's own, without a slash at the end. */
  readonly graph: string
  /** Its MCP endpoint: the resource that tokens for the graph are made for. */
  readonly mcp: string
}

/**
 * Finds out which graph is meant: `--graph`, else `TOOLGRAPH_GRAPH`, else `toolgraph.graph` of package.json.
 *
 * @throws CliError When it is no address
 */
export function findGraph(
  given: string | undefined,
  { env, cwd }: Pick<World, 'env' | 'cwd'>,
): GraphAddress {
  const named = toolgraphSettings(findPackage(cwd)?.packageJson ?? {})['graph']
  const setting = typeof named === 'string' ? named : DEFAULT_GRAPH
  const text = given ?? (env['TOOLGRAPH_GRAPH'] || setting)
  const graph = checkAddress(text, 'the graph').replace(/\/+$/, '')
  return { graph, mcp: `${graph}/mcp` }
}

/**
 * Checks an address that a person gave.
 *
 * @param what What it is of, for the message
 * @throws CliError When it is not one of http or https
 */
export function checkAddress(text: string, what: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return text
  throw new CliError(
    'ERR_BAD_ADDRESS',
    `Cannot reach ${what} at "${text}": it is not an address like "https://graph.example"`,
  )
}
