// What a call costs: the kit beside raw Hono, the bare SDKs and other frameworks, each a process of its own
// behind a real socket. Then what a fresh start costs. `--json` prints one object and nothing else.
import os from 'node:os'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createTestIssuer } from '@toolgraph/access-token/testing'
import { createLog } from '@toolgraph/entry'
import { serveNode } from '@toolgraph/entry/node'
import { startMeasuredServer } from '@toolgraph/testing/measured-server'
import { freePort } from '@toolgraph/testing/ports'
import { measureColdStarts, type ColdStart } from './cold-start.ts'
import { contenders } from './contenders.ts'
import { installPeers } from './install-peers.ts'
import { measure, type Course } from './measure.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    samples: { type: 'string', default: '12' },
    calls: { type: 'string', default: '1000' },
    starts: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
  },
})
const NONE: ReadonlyMap<string, ColdStart> = new Map()
const courses: Course[] = []
const issuerPort = await freePort()
const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${issuerPort}` })
const { log } = console
// Its own line is no part of the report.
console.log = () => {}
const service = await serveNode({
  name: 'issuer',
  fetch: (request) => issuer.fetch(request),
  host: '127.0.0.1',
  port: issuerPort,
  log: createLog('issuer', 'production'),
})
console.log = log
try {
  const chosen = Object.entries(contenders).filter(
    ([key]) => values.only === undefined || values.only.includes(key) || key === 'hono',
  )
  const hasPeers = chosen.some(([, { isPeer }]) => isPeer) && (await installPeers())
  for (const [key, contender] of chosen) {
    if (contender.isPeer && !hasPeers) continue
    const port = await freePort()
    const server = await startMeasuredServer({
      name: key,
      entry: contender.entry ?? new URL('server.ts', import.meta.url),
      arguments: [key],
      environment: { PORT: String(port), ISSUER_URL: issuer.issuer },
    })
    const resource = `http://127.0.0.1:${port}/mcp`
    const token = await issuer.token({ resource, scopes: ['sum:read'], expiresIn: 3600 })
    courses.push({ key, contender, server, port, token })
  }
  const amount = { samples: Number(values.samples), calls: Number(values.calls) }
  const costs = await measure(courses, amount)
  const starts = values.only === undefined ? await measureColdStarts(Number(values.starts)) : NONE
  console.log(values.json ? JSON.stringify(toJson(costs, starts)) : toTables(costs, starts))
} finally {
  await Promise.all(courses.map(({ server }) => server.stop()))
  await service.stop()
}
process.exit()

/** Each contender by its key. */
function toJson(
  costs: ReadonlyMap<string, number>,
  starts: ReadonlyMap<string, ColdStart>,
): Record<string, { cpuMicrosecondsPerCall: number; ratioToHono: number } & Partial<ColdStart>> {
  const hono = costs.get('hono') ?? NaN
  return Object.fromEntries(
    [...costs].map(([key, cost]) => [
      key,
      {
        cpuMicrosecondsPerCall: Number(cost.toFixed(1)),
        ratioToHono: Number((cost / hono).toFixed(2)),
        ...starts.get(key),
      },
    ]),
  )
}

/** Tables in Markdown. */
function toTables(
  costs: ReadonlyMap<string, number>,
  starts: ReadonlyMap<string, ColdStart>,
): string {
  const all = Object.entries(toJson(costs, starts))
  const machine = `${os.availableParallelism()} processors (${os.cpus()[0]?.model.trim()}), Node ${process.versions.node}`
  return [
    `${new Date().toISOString().slice(0, 10)}, ${machine}`,
    '',
    '| one `tools/call` | processor time of the server | ÷ raw Hono |',
    '| --- | --: | --: |',
    ...all.map(([key, { cpuMicrosecondsPerCall: cost, ratioToHono: ratio }]) => {
      return `| ${contenders[key]?.name} | ${Math.round(cost)} µs | ${ratio.toFixed(2)} |`
    }),
    ...(starts.size === 0 ? [] : toStartTable(starts)),
  ].join('\n')
}

function toStartTable(starts: ReadonlyMap<string, ColdStart>): string[] {
  return [
    '',
    '| a fresh start | upload, gzipped | first answer in workerd | on Node |',
    '| --- | --: | --: | --: |',
    ...[...starts].map(([key, { gzipBytes, workerdStartMs, nodeStartMs }]) => {
      const size = `${Math.round(gzipBytes / 1000)} KB`
      return `| ${contenders[key]?.name} | ${size} | ${workerdStartMs} ms | ${nodeStartMs} ms |`
    }),
  ]
}
