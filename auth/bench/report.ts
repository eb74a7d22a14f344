import type { Costs } from './measure.ts'
import type { SignatureCost } from './signature.ts'

/** All that was measured in one run. */
export interface Measurement {
  date: Date
  /** The machine: processors, memory, Node. */
  machine: string
  signature: SignatureCost
  ours: Costs
  /** `oidc-provider` with the storage in memory that it ships. */
  memory: Costs
  /** `oidc-provider` on Postgres, as ours is. */
  postgres: Costs
}

const ROWS = ['authorize', 'token', 'issue', 'refresh', 'introspect'] as const
type Row = (typeof ROWS)[number]

const WHAT: Record<Row, string> = {
  authorize: '`/authorize` to the code',
  token: 'the code to the tokens',
  issue: '**a token issued** (both)',
  refresh: '**a token refreshed**',
  introspect: '**an introspection**',
}

/** The measurement as one object. Microseconds of processor time of the server's process a request. */
export function toJson({ date, machine, signature, ours, memory, postgres }: Measurement) {
  const compare = (row: Row) => {
    const [a, b, c] = [ours, memory, postgres].map((costs) => costOf(costs.server, row) ?? NaN)
    return {
      oursMicroseconds: round(a),
      oidcProviderMicroseconds: round(b),
      oidcProviderPostgresMicroseconds: round(c),
      ratio: ratio(a, b),
      postgresRatio: ratio(a, c),
      signatures: ratio(a, signature.signMicroseconds),
      databaseMicroseconds: {
        ours: round(costOf(ours.database, row)),
        oidcProviderPostgres: round(costOf(postgres.database, row)),
      },
    }
  }
  return {
    date: date.toISOString(),
    machine,
    issue: { ...compare('issue'), authorize: compare('authorize'), token: compare('token') },
    refresh: compare('refresh'),
    introspect: compare('introspect'),
    signature: {
      signMicroseconds: round(signature.signMicroseconds),
      verifyMicroseconds: round(signature.verifyMicroseconds),
    },
  }
}

/** The measurement as a table in Markdown. */
export function toTable({ date, machine, signature, ours, memory, postgres }: Measurement): string {
  const { signMicroseconds: sign, verifyMicroseconds: verify } = signature
  const rows = ROWS.map((row) => {
    const [a, b, c] = [ours, memory, postgres].map((costs) => costOf(costs.server, row) ?? NaN)
    const database = [ours, postgres].map((costs) => round(costOf(costs.database, row)) ?? '–')
    return [
      WHAT[row],
      `${round(a)} µs`,
      `${ratio(a, sign)}`,
      `${round(c)} µs`,
      `${ratio(a, c)}`,
      `${round(b)} µs`,
      `${ratio(a, b)}`,
      database.join(' / '),
    ]
  })
  const head = [
    'processor time of the server',
    'ours',
    '÷ signature',
    'oidc-provider, Postgres',
    'ours ÷ it',
    'oidc-provider, memory',
    'ours ÷ it',
    "the database's, beside it (µs: ours / oidc-provider)",
  ]
  const table = [head, head.map((_each, index) => (index === 0 ? '---' : '--:')), ...rows]
  return [
    `${date.toISOString().slice(0, 10)}, ${machine}. The signature alone (ES256, jose): ${round(sign)} µs to sign, ${round(verify)} µs to verify.`,
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')
}

function costOf(costs: Costs['server'] | Costs['database'], row: Row): number | undefined {
  if (row !== 'issue') return costs[row]
  const { authorize, token } = costs
  return authorize === undefined || token === undefined ? undefined : authorize + token
}

function round(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value)
}

function ratio(a: number | undefined, b: number | undefined): number {
  return Number(((a ?? NaN) / (b ?? NaN)).toFixed(2))
}
