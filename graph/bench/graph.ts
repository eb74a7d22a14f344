// What an answer of the graph costs, with 100,000 servers in it: each face beside the bare driver and a raw Hono
// handler, each a process of its own behind a real socket, on one PostgreSQL. `--json` prints one object and nothing else.
import os from 'node:os'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { installFromLock } from '@toolgraph/testing/install-from-lock'
import { postgresCpu } from '@toolgraph/testing/postgres-cpu'
import pg from 'pg'
import { startGraph, startPeer, startRaw, type Contender } from './graph/contender.ts'
import { countTokens } from './graph/count-tokens.ts'
import { measure, type Cost } from './graph/measure.ts'
import { measureSearch } from './graph/measure-search.ts'
import { openLoaded } from './graph/open-loaded.ts'
import { defineOperations } from './graph/operations.ts'
import { toJson, toTable, type MeasuredOperation, type Measurement } from './graph/report.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    servers: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '10' },
    questions: { type: 'string', default: '100' },
    only: { type: 'string' },
    corpus: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
})
/** Names of servers that are asked for by name. */
const NAMES = 50
/** How many servers a page holds, and which page is far down. */
const PAGE = 20
const DEEP_PAGE = 1000

const servers = Number(values.servers)
const loaded = await openLoaded({
  servers,
  isFresh: values.fresh,
  ...(values.corpus === undefined ? {} : { corpus: values.corpus }),
  log: (line) => void (process.stderr.isTTY && process.stderr.write(`\r${line}`)),
})
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

async function end(): Promise<void> {
  await Promise.all(contenders.map(({ server }) => server.stop()))
  await loaded.stop()
}

async function run(): Promise<Measurement> {
  const ours = await startGraph(loaded.url)
  contenders.push(ours, await startRaw(loaded.url, 'raw'), await startRaw(loaded.url, 'plain'))
  const hasPeers = await installFromLock(new URL('peers/', import.meta.url))
  if (hasPeers) contenders.push(await startPeer(loaded.url))
  const names = await readNames()
  const deepPage = Math.min(DEEP_PAGE, 1 + 3 * Math.floor((servers / PAGE - 2) / 3))
  const wanted = defineOperations(names, deepPage).filter(
    ({ face, name }) => values.only === undefined || `${face} ${name}`.includes(values.only),
  )
  const amount = { rounds: Number(values.rounds), questions: Number(values.questions) }
  const operations: MeasuredOperation[] = []
  for (const operation of wanted) {
    if (process.stderr.isTTY) process.stderr.write(`\r${operation.face} ${operation.name} …\x1b[K`)
    const asked = contenders.filter((contender) => contender.answers(operation))
    const costs = await measure(operation, asked, amount, () => postgresCpu(loaded.postgres.pid))
    operations.push({
      operation,
      ours: getCost(costs, 'ours'),
      raw: getCost(costs, 'raw'),
      plain: findCost(costs, 'plain'),
      peer: findCost(costs, 'peer'),
    })
  }
  return {
    date: new Date(),
    machine: `${os.availableParallelism()} processors (${os.cpus()[0]?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
    servers,
    loadedInMs: loaded.loadedInMs,
    operations,
    searches: await measureSearch(loaded.url, amount.rounds),
    tokens: hasPeers ? await countTokens(ours.origin, names) : [],
  }
}

function findCost(costs: ReadonlyMap<Contender, Cost>, key: Contender['key']): Cost | undefined {
  return [...costs].find(([contender]) => contender.key === key)?.[1]
}

function getCost(costs: ReadonlyMap<Contender, Cost>, key: Contender['key']): Cost {
  const cost = findCost(costs, key)
  if (!cost) throw new Error(`Cannot find what was measured of "${key}"`)
  return cost
}

/** Names of servers with tools, from all over the registry. */
async function readNames(): Promise<string[]> {
  const client = new pg.Client({ connectionString: loaded.ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT s.name FROM graph."McpServer" s WHERE s.visibility = 'public' AND s.status <> 'deleted'
       AND EXISTS (SELECT 1 FROM graph."McpTool" t WHERE t."serverId" = s.id)
     ORDER BY md5(s.name) LIMIT $1`,
    [NAMES],
  )
  await client.end()
  return rows.map(({ name }) => name)
}
