import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { startPostgres, type EmbeddedPostgres } from '@toolgraph/database/embedded'
import { migrate, MIGRATIONS_FOLDER, serviceUrl } from '@toolgraph/database/migrate'
import { createDatabase } from '@toolgraph/database/node'
import { CORPUS_FILE } from '@toolgraph/testing'
import pg from 'pg'
import { loadServers } from './load-servers.ts'
import { makeServers } from './make-servers.ts'
import { readSeeds } from './seeds.ts'

/** A database full of servers. */
export interface LoadedDatabase {
  /** The connection string of the graph's own role. */
  url: string
  /** The owner's. */
  ownerUrl: string
  postgres: EmbeddedPostgres
  /** How long loading took; `undefined` when it was loaded before. */
  loadedInMs: number | undefined
  stop(): Promise<void>
}

/** What to load, and from where. */
export interface LoadOptions {
  /** How many servers (default: 100,000). */
  servers?: number
  /** Load it again although it stands (default: false). */
  isFresh?: boolean
  /** The folder of the real records (default: the one that the tests use). */
  corpus?: string
  /** Keeps the database (default: `bench` in the checkout's data folder, or in `DATA_FOLDER`). */
  folder?: string
  /** Hears in one line what is going on. */
  log?: (line: string) => void
}

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** What says how a loaded database looks: when one of these changes, it is loaded again. */
const SOURCES =
  /^(?:bench\/graph\/(?:load-|make-|seeds|random)|src\/search\/(?:search-document|name-words|page|tokenize|concepts|stem-|lexicon)|src\/import|src\/storage\/(?:search-documents|name-words|import-)|catalog)/

/**
 * Opens a database with that many servers on a PostgreSQL of its own. It is kept for the next run, and loaded again
 * when the schema or what makes its rows has changed.
 */
export async function openLoaded(options: LoadOptions = {}): Promise<LoadedDatabase> {
  const { servers = 100_000, isFresh = false, corpus = path.dirname(CORPUS_FILE) } = options
  const { log = () => {} } = options
  const folder =
    options.folder ?? path.join(process.env['DATA_FOLDER'] ?? `${ROOT}/.toolgraph`, 'bench')
  const name = `servers_${servers}`
  const postgres = await startPostgres({ folder, durable: false, database: name })
  const ownerUrl = postgres.url
  const loaded = { ownerUrl, url: serviceUrl(ownerUrl, 'graph'), postgres, stop: postgres.stop }
  try {
    const stamp = stampOf(servers)
    if (!isFresh && (await readStamp(ownerUrl)) === stamp) {
      return { ...loaded, loadedInMs: undefined }
    }
    const loadedInMs = await reload(ownerUrl, name, async (url) => {
      const seeds = await readSeeds(corpus)
      const database = createDatabase(url, { max: 4 })
      await loadServers(database, makeServers(seeds, servers), (written) =>
        log(`${written} of ${servers} servers written`),
      )
      await database.$disconnect()
    })
    await withClient(ownerUrl, (client) => client.query(`COMMENT ON SCHEMA graph IS '${stamp}'`))
    return { ...loaded, loadedInMs }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** Empties the database and fills it; large indexes are built afterwards, which is faster. */
async function reload(
  ownerUrl: string,
  name: string,
  fill: (url: string) => Promise<void>,
): Promise<number> {
  const started = performance.now()
  const server = new URL(ownerUrl)
  server.pathname = '/postgres'
  await withClient(server.href, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}`)
  })
  await migrate(ownerUrl)
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ indexname: string; indexdef: string }>(
      `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'graph' AND indexdef ~ 'USING gin'`,
    )
    for (const { indexname } of rows) await client.query(`DROP INDEX graph."${indexname}"`)
    await fill(serviceUrl(ownerUrl, 'graph'))
    await client.query(`SET maintenance_work_mem = '512MB'`)
    for (const { indexdef } of rows) await client.query(indexdef)
    await client.query('VACUUM ANALYZE')
  })
  return performance.now() - started
}

function stampOf(servers: number): string {
  const hash = createHash('sha256').update(String(servers))
  hash.update(readdirSync(MIGRATIONS_FOLDER).join())
  const graph = path.join(ROOT, 'graph')
  const files = readdirSync(graph, { recursive: true, encoding: 'utf8' }).toSorted()
  const isSource = (file: string) => SOURCES.test(file) && /(?<!\.test)\.ts$/.test(file)
  for (const file of files.filter(isSource)) hash.update(readFileSync(path.join(graph, file)))
  return hash.digest('hex')
}

async function readStamp(url: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ stamp: string | null }>(
      `SELECT obj_description(oid) AS stamp FROM pg_namespace WHERE nspname = 'graph'`,
    )
    return rows[0]?.stamp ?? undefined
  })
}

async function withClient<result>(
  connectionString: string,
  work: (client: pg.Client) => Promise<result>,
): Promise<result> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
