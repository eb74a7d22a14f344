import { startMeasuredServer, type MeasuredServer } from '@toolgraph/testing/measured-server'
import { freePort } from '@toolgraph/testing/ports'
import type { Operation } from './operations.ts'

/** A server that is measured. */
export interface Contender {
  key: 'ours' | 'raw' | 'plain' | 'peer'
  server: MeasuredServer
  origin: string
  /** What it is asked. */
  answers(operation: Operation): boolean
}

/** Starts our graph: its own entry, unchanged. */
export async function startGraph(databaseUrl: string): Promise<Contender> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = await startMeasuredServer({
    name: 'graph',
    entry: new URL('../../src/entry/node.ts', import.meta.url),
    environment: {
      HOST: '127.0.0.1',
      GRAPH_PORT: String(port),
      GRAPH_URL: origin,
      DATABASE_URL: databaseUrl,
      // One caller asks as fast as it can: the limit shall not be what is measured.
      READS_PER_MINUTE: '999999',
    },
  })
  return { key: 'ours', server, origin, answers: () => true }
}

/**
 * Starts the bare driver and a raw Hono handler.
 *
 * @param key `plain`: with Postgres' own full-text search instead of ours, for searches only
 */
export async function startRaw(databaseUrl: string, key: 'raw' | 'plain'): Promise<Contender> {
  const port = await freePort()
  const server = await startMeasuredServer({
    name: 'raw',
    entry: new URL('raw-server.ts', import.meta.url),
    environment: { PORT: String(port), DATABASE_URL: databaseUrl, PLAIN: String(key === 'plain') },
  })
  const answers = ({ name }: Operation) => key === 'raw' || name.startsWith('search')
  return { key, server, origin: `http://127.0.0.1:${port}`, answers }
}

/** Starts a search that has everything in the memory of its process. */
export async function startPeer(databaseUrl: string): Promise<Contender> {
  const port = await freePort()
  const server = await startMeasuredServer({
    name: 'peer',
    entry: new URL('../peers/mini-search-server.mjs', import.meta.url),
    environment: { PORT: String(port), DATABASE_URL: databaseUrl },
  })
  const answers = ({ face, name }: Operation) => face === 'REST' && name.startsWith('search')
  return { key: 'peer', server, origin: `http://127.0.0.1:${port}`, answers }
}
