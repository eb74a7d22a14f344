// `npm run import -- FILE-or-URL [--quiet]`: reads a registry of the standard shape into this one.
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { createDatabase } from '@toolgraph/database/node'
import { defineEnvironment, list, readEnvironment, text } from '@toolgraph/entry'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { describeImport } from '../import/describe-import.ts'
import { importRegistry } from '../import/import-registry.ts'
import { Oddities } from '../import/oddity.ts'
import { readRegistry, recordsOf } from '../import/read-registry.ts'
import { importServers } from '../storage/import-servers.ts'

const MAX_PAGE_BYTES = 64 * 1024 * 1024
const PAGE_TIMEOUT_MS = 60_000
const USAGE = 'Usage: npm run import -- FILE-or-URL [--quiet]'

const definition = defineEnvironment({
  DATABASE_URL: text(undefined, 'the connection string of the role "graph"'),
  TRUSTED_ORIGINS: list('', 'exact origins that may be called although they are not public'),
})

try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  if (process.env['DEBUG']) console.error(error)
  process.exitCode = 1
}

async function run(args: readonly string[]): Promise<void> {
  const isQuiet = args.includes('--quiet')
  const [source, ...more] = args.filter((arg) => arg !== '--quiet')
  if (source === undefined || more.length > 0 || source.startsWith('-')) throw new Error(USAGE)
  const { DATABASE_URL, TRUSTED_ORIGINS } = readEnvironment(definition, process.env)
  const started = performance.now()
  const oddities = new Oddities()
  const records = /^https?:\/\//i.test(source)
    ? await readUrl(source, TRUSTED_ORIGINS, oddities)
    : await readDump(source)

  const database = createDatabase(DATABASE_URL, { max: 2 })
  try {
    const write = (servers: Parameters<typeof importServers>[1]) => importServers(database, servers)
    const report = await importRegistry({ write }, records, oddities)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log([...describeImport(report, { isQuiet }), `Done in ${seconds} s`].join('\n'))
  } finally {
    await database.$disconnect()
  }
}

async function readDump(path: string): Promise<unknown[]> {
  const refuse = (why: string, cause?: unknown) =>
    new Error(`Cannot import "${path}": ${why}`, { cause })
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refuse('the file cannot be read', cause)
  })
  const records = recordsOf(parse(text))
  if (!records) throw refuse('it is not JSON of the form { "servers": [ … ] }')
  return records
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readUrl(
  source: string,
  trustedOrigins: readonly string[],
  oddities: Oddities,
): Promise<unknown[]> {
  if (!URL.canParse(source)) throw new Error(`Cannot import "${source}": it is not an address`)
  const safeFetch = createSafeFetch({
    trustedOrigins,
    fetch: createNodeFetch(),
    maxBytes: MAX_PAGE_BYTES,
    timeoutMs: PAGE_TIMEOUT_MS,
  })
  const progress = (records: number) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${records} records read …`)
  }
  const reader = { fetch: safeFetch, wait: (milliseconds: number) => wait(milliseconds), progress }
  const records = await readRegistry(reader, new URL(source), oddities).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'it does not answer'
    throw new Error(`Cannot import "${source}": ${why}`, { cause })
  })
  if (process.stdout.isTTY) process.stdout.write('\r')
  return records
}
