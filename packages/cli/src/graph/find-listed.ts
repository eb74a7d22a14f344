import * as z from 'zod'
import type { World } from '../lib/world.ts'
import type { ListedManifest } from '../publish/compare-manifests.ts'
import { askGraph } from './ask-graph.ts'

/** Which server, in which version. */
export interface Listed {
  name: string
  version: string
}

const QUERY = `query Listed($name: String!) {
  server(name: $name) { versions(first: 100) { edges { node { version isLatest definition } } } }
}`

const listedSchema = z.object({
  server: z
    .object({
      versions: z.object({
        edges: z.array(
          z.object({
            node: z.object({
              version: z.string(),
              isLatest: z.boolean(),
              // None where it was published by a `server.json` alone.
              definition: z.record(z.string(), z.unknown()).nullable(),
            }),
          }),
        ),
      }),
    })
    .nullable(),
})

/**
 * Finds what a graph lists of a server: this version, else the latest.
 *
 * @returns `undefined` when the caller can see no server of this name
 * @throws CliError
 */
export async function findListed(
  { name, version }: Listed,
  { graph, token }: { graph: string; token: string | undefined },
  world: Pick<World, 'fetch' | 'signal'>,
): Promise<ListedManifest | undefined> {
  const operation = { query: QUERY, variables: { name }, data: listedSchema, token }
  const { server } = await askGraph(graph, operation, world)
  if (server === null) return undefined
  const versions = server.versions.edges.map(({ node }) => node)
  const found =
    versions.find((each) => each.version === version) ?? versions.find(({ isLatest }) => isLatest)
  return found?.definition ?? {}
}
