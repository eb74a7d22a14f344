import type { TokenCount } from './count-tokens.ts'
import type { Cost } from './measure.ts'
import type { SearchTime } from './measure-search.ts'
import type { Operation } from './operations.ts'

/** All that was measured in one run. */
export interface Measurement {
  date: Date
  /** The machine: processors, memory, Node. */
  machine: string
  servers: number
  /** `undefined`: they were loaded before. */
  loadedInMs: number | undefined
  operations: readonly MeasuredOperation[]
  /** The search alone. */
  searches: readonly SearchTime[]
  /** What agents read; empty where the tokenizer cannot be installed. */
  tokens: readonly TokenCount[]
}

/** One kind of question, as our graph answered it and as the bare driver did. */
export interface MeasuredOperation {
  operation: Operation
  ours: Cost
  raw: Cost
  /** The bare driver with Postgres' own full-text search, which finds other servers. */
  plain: Cost | undefined
  /** MiniSearch, with everything in memory. */
  peer: Cost | undefined
}

/** The measurement as one object. */
export function toJson({ date, operations, searches, ...run }: Measurement) {
  return {
    date: date.toISOString(),
    ...run,
    searches: searches.map(({ name, p50Ms, p99Ms }) => ({
      name,
      p50Ms: toTenths(p50Ms),
      p99Ms: toTenths(p99Ms),
    })),
    operations: operations.map(({ operation: { face, name, aim }, ours, raw, plain, peer }) => ({
      face,
      name,
      aim,
      ratio: ratio(ours.cpuMicroseconds, raw.cpuMicroseconds),
      latencyRatio: ratio(ours.p50Ms, raw.p50Ms),
      ours: rounded(ours),
      raw: rounded(raw),
      plain: plain && rounded(plain),
      peer: peer && rounded(peer),
    })),
  }
}

const HEAD = [
  'face',
  'question',
  'p50',
  'p99',
  'processor time: server + database',
  'raw p50',
  'raw p99',
  'raw server + database',
  'server ÷ raw',
  'p50 ÷ raw',
  'aim',
  'full text p50',
  'its server + database',
  'MiniSearch p50',
  'its server',
]

/** The measurement as a table in Markdown. */
export function toTable(measurement: Measurement): string {
  const { date, machine, servers, loadedInMs, operations, searches, tokens } = toJson(measurement)
  const loaded = loadedInMs === undefined ? '' : `, loaded in ${Math.round(loadedInMs / 1000)} s`
  const rows = operations.map(({ face, name, aim, ours, raw, plain, peer, ...ratios }) => [
    face,
    name,
    `${ours.p50Ms} ms`,
    `${ours.p99Ms} ms`,
    processor(ours),
    `${raw.p50Ms} ms`,
    `${raw.p99Ms} ms`,
    processor(raw),
    `${ratios.ratio}`,
    `${ratios.latencyRatio}`,
    `${aim}`,
    plain ? `${plain.p50Ms} ms` : '',
    plain ? processor(plain) : '',
    peer ? `${peer.p50Ms} ms` : '',
    peer ? `${peer.cpuMicroseconds} µs` : '',
  ])
  const table = [HEAD, HEAD.map((_each, index) => (index < 2 ? '---' : '--:')), ...rows]
  return [
    `${date.slice(0, 10)}, ${machine}; ${servers.toLocaleString('en')} servers${loaded}.`,
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '| a search alone, in the process that asks | p50 | p99 |',
    '| --- | --: | --: |',
    ...searches.map(({ name, p50Ms, p99Ms }) => `| ${name} | ${p50Ms} ms | ${p99Ms} ms |`),
    ...(tokens.length === 0
      ? []
      : ['', '| what an agent reads | tokens | bytes |', '| --- | --: | --: |']),
    ...tokens.map((each) => `| ${each.what} | ${each.tokens} | ${each.bytes} |`),
  ].join('\n')
}

function processor({ cpuMicroseconds, databaseMicroseconds }: ReturnType<typeof rounded>): string {
  return `${cpuMicroseconds} + ${databaseMicroseconds ?? '–'} µs`
}

function rounded({ p50Ms, p99Ms, cpuMicroseconds, databaseMicroseconds, bytes }: Cost) {
  return {
    p50Ms: toTenths(p50Ms),
    p99Ms: toTenths(p99Ms),
    cpuMicroseconds: Math.round(cpuMicroseconds),
    databaseMicroseconds: databaseMicroseconds && Math.round(databaseMicroseconds),
    bytes: Math.round(bytes),
  }
}

function toTenths(milliseconds: number): number {
  return Number(milliseconds.toFixed(1))
}

function ratio(a: number, b: number): number {
  return Number((a / b).toFixed(2))
}
