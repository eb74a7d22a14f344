import * as z from 'zod'
import { CliError } from '../lib/cli-error.ts'
import { createReach } from '../lib/reach.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'

/** One operation of the graph's GraphQL. */
export interface Operation<data> {
  query: string
  variables: Readonly<Record<string, unknown>>
  /** What the answer holds. */
  data: z.ZodType<data>
  /** An access token for the graph (default: none) */
  token?: string | undefined
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/**
 * Asks the graph.
 *
 * @throws CliError When it cannot be reached, or does not answer as a graph does
 */
export async function askGraph<data>(
  graph: string,
  operation: Operation<data>,
  world: Pick<World, 'fetch' | 'signal'>,
): Promise<data> {
  const { query, variables, token } = operation
  const response = await post(graph, { query, variables }, token, world)
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined))
  const [error] = answer.data?.errors ?? []
  if (error) throw failed(graph, printable(error.message))
  if (!answer.success) throw failed(graph, `it answers ${response.status} and no GraphQL`)
  const data = operation.data.safeParse(answer.data.data)
  if (data.success) return data.data
  throw failed(graph, 'its answer is not the one of a graph that this command knows')
}

async function post(
  graph: string,
  body: object,
  token: string | undefined,
  world: Pick<World, 'fetch' | 'signal'>,
): Promise<Response> {
  const url = `${graph}/graphql`
  try {
    return await createReach(url, world)(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      signal: world.signal,
    })
  } catch (cause) {
    throw new CliError(
      'ERR_GRAPH_UNREACHABLE',
      `Cannot reach the graph at "${graph}": start it, or name another with --graph, TOOLGRAPH_GRAPH or "toolgraph": { "graph": "…" } in package.json`,
      { cause },
    )
  }
}

function failed(graph: string, obstacle: string): CliError {
  return new CliError('ERR_GRAPH_FAILED', `Cannot use the graph at "${graph}": ${obstacle}`)
}
