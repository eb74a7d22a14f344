import type { Manifest } from '@toolgraph/worker'
import { expect, it } from 'vitest'
import { publishAtGraph } from './publish-at-graph.ts'

const refusal = { code: 'ERR_SERVER_URL_FORBIDDEN', message: 'Cannot publish the endpoint' }

/** Publishes at a graph that refuses the server's address. */
function publish(url: string, graph: string): Promise<string> {
  const fetch = async () => Response.json({ data: { publishServer: refusal } })
  const world = { fetch, signal: new AbortController().signal }
  return publishAtGraph({ url } as Manifest, { graph, token: 'token' }, world)
}

it('says how a graph of this machine takes a server of this machine', async () => {
  await expect(publish('http://localhost:8787/mcp', 'http://localhost:4200')).rejects.toThrow(
    'start the graph with TRUSTED_ORIGINS=http://localhost:8787, or deploy',
  )
})

it.each([
  ['http://localhost:8787/mcp', 'https://graph.example'],
  ['http://10.0.0.1/mcp', 'http://localhost:4200'],
])('says to deploy where %s is refused by %s', async (url, graph) => {
  await expect(publish(url, graph)).rejects.toThrow(
    /^Cannot publish the endpoint; deploy the server, and set its address$/,
  )
})
