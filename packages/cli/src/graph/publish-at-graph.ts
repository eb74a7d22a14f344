import { CodedError } from '@toolgraph/errors'
import type { Manifest } from '@toolgraph/worker'
import * as z from 'zod'
import { isLoopback } from '../lib/reach.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'
import { askGraph } from './ask-graph.ts'

const MUTATION = `mutation Publish($input: PublishServerInput!) {
  publishServer(input: $input) {
    ... on PublishServerSuccess { server { id } }
    ... on Refusal { code message }
  }
}`

const publishedSchema = z.object({
  publishServer: z.union([
    z.object({ server: z.object({ id: z.string() }) }),
    z.object({ code: z.string(), message: z.string() }),
  ]),
})

/** What the author can do, where the graph's own sentence does not say it. */
const WAY_OUT: Readonly<Record<string, string>> = {
  ERR_VERSION_IMMUTABLE: 'raise "version" where the worker is created',
  ERR_SERVER_NAME_TAKEN: 'sign in as its owner, or give the worker a name of a domain of yours',
  ERR_SERVER_URL_TAKEN: 'withdraw that server first, or serve this one at another address',
  ERR_SERVER_URL_FORBIDDEN: 'deploy the server, and set its address',
  ERR_SIGN_IN_REQUIRED: 'run "toolgraph login"',
  ERR_SCOPE_MISSING: 'run "toolgraph login" again',
}

/**
 * Publishes a server at a graph, in the name of the one who signed in.
 *
 * @returns Its id there
 * @throws CodedError With the graph's own code and words when it refuses, and the way out
 */
export async function publishAtGraph(
  manifest: Manifest,
  { graph, token }: { graph: string; token: string },
  world: Pick<World, 'fetch' | 'signal'>,
): Promise<string> {
  const operation = {
    query: MUTATION,
    variables: { input: manifest },
    data: publishedSchema,
    token,
  }
  const { publishServer: result } = await askGraph(graph, operation, world)
  if ('server' in result) return result.server.id

  const wayOut = isTrial(result.code, manifest, graph)
    ? `start the graph with TRUSTED_ORIGINS=${new URL(manifest.url).origin}, or deploy the server and set its address`
    : WAY_OUT[result.code]
  const words = printable(result.message)
  throw new CodedError(result.code, wayOut === undefined ? words : `${words}; ${wayOut}`)
}

/** Whether a server of this machine was refused by a graph of this machine, which would take it when told to. */
function isTrial(code: string, { url }: Manifest, graph: string): boolean {
  return (
    code === 'ERR_SERVER_URL_FORBIDDEN' && [url, graph].every((each) => isLoopback(new URL(each)))
  )
}
