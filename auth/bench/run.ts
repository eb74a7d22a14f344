// What a token costs: our issuer beside `oidc-provider`, each a process of its own behind a real socket,
// on a real PostgreSQL. `--json` prints one object and nothing else.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { startPostgres } from '@toolgraph/database/embedded'
import { migrate, serviceUrl } from '@toolgraph/database/migrate'
import { postgresCpu } from '@toolgraph/testing/postgres-cpu'
import pg from 'pg'
import type { Contender } from './contender.ts'
import { measure } from './measure.ts'
import { startOidcProvider } from './oidc-provider.ts'
import { toJson, toTable, type Measurement } from './report.ts'
import { measureSignature } from './signature.ts'
import { startToolgraph } from './toolgraph.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    samples: { type: 'string', default: '30' },
    requests: { type: 'string', default: '100' },
  },
})
const folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-bench-'))
// Where root runs this, the database's own account has to find the folder.
chmodSync(folder, 0o755)
const postgres = await startPostgres({ folder })
const contenders: Contender[] = []
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    // What is interrupted by the end of its database has nothing more to say.
    process.on('uncaughtException', () => {})
    void end().finally(() => process.exit(1))
  })
}
try {
  const measurement = await run()
  console.log(values.json ? JSON.stringify(toJson(measurement)) : toTable(measurement))
} finally {
  await end()
}

/** Leaves nothing behind. */
async function end(): Promise<void> {
  await Promise.all(contenders.map(({ server }) => server.stop()))
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function run(): Promise<Measurement> {
  const signature = await measureSignature()
  await migrate(postgres.url)
  const ours = await startToolgraph(serviceUrl(postgres.url, 'auth'))
  contenders.push(ours)
  const inMemory = await startOidcProvider()
  contenders.push(inMemory)
  const onPostgres = await startOidcProvider(await createDatabase('peer'))
  contenders.push(onPostgres)

  const amount = { samples: Number(values.samples), requests: Number(values.requests) }
  const costs = await measure(contenders, amount, () => postgresCpu(postgres.pid))
  const costsOf = (contender: Contender) => {
    const found = costs.get(contender)
    if (!found) throw new Error(`Cannot find what ${contender.name} cost`)
    return found
  }
  return {
    date: new Date(),
    machine: `${os.availableParallelism()} processors (${os.cpus()[0]?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
    signature,
    ours: costsOf(ours),
    memory: costsOf(inMemory),
    postgres: costsOf(onPostgres),
  }
}

async function createDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  await client.end()
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return url.href
}
