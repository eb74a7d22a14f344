import { untilRegistered } from '@toolgraph/testing'
import { createPerson, type Page, type Person } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { environment } from '../src/entry/environment.ts'
import { connectionIdentity } from '../src/lib/server/linking/linking.ts'
import { createSealer, parseSealKeys } from '../src/lib/server/sealing/seal.ts'
import { identityOf } from '../src/lib/server/sign-in/session.ts'

const REQUESTS = 20

let toolgraph: RunningToolgraph
let web: string
let person: Person
let connection: string

beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { 'agent-web': 2 } })
  web = toolgraph.urls['agent-web']
  await untilRegistered(toolgraph.urls.graph, `${toolgraph.urls.booking}/mcp`)
  person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
  connection = await linkBooking(person)
})
afterAll(() => toolgraph?.stop())

it('two processes of agent-web spend no refresh token twice', async () => {
  const before = await versions()
  expect(before).toMatchObject({ sessions: [1], connections: [1] })
  await expire()

  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, index) => {
      const replica = toolgraph.replicas['agent-web'][index % 2] ?? ''
      return person.send(`${replica}/api/connections/${connection}/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: '*/*', origin: web },
        body: JSON.stringify({ tool: 'list_rooms', arguments: { seats: 1 } }),
      })
    }),
  )
  const ends = await Promise.all(answers.map(lastEvent))
  expect(ends.filter((event) => event.type !== 'result')).toEqual([])
  // Each token was renewed exactly once among all requests of both processes, and no family was revoked.
  expect(await versions()).toEqual({ sessions: [2], connections: [2], revoked: 0 })
})

it('what happens at one process of agent-web is heard at the other', async () => {
  const [first = '', second = ''] = toolgraph.replicas['agent-web']
  const stream = await person.send(`${second}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', origin: web },
    body: JSON.stringify({ query: 'subscription { connectionChanged { kind } }' }),
    signal: AbortSignal.timeout(120_000),
  })
  expect(stream.status).toBe(200)
  const heard = readUntil(stream, /"kind":"synced"/)

  const synced = await person.send(`${first}/connections?/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: web },
    body: new URLSearchParams({ id: decodeURIComponent(connection) }).toString(),
  })
  expect(synced.status).toBe(200)
  expect(await heard).toBe(true)
})

async function readUntil(response: Response, wanted: RegExp): Promise<boolean> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (wanted.test(text)) return true
  }
  return false
}

async function linkBooking(person: Person): Promise<string> {
  const signIn = toPage(await person.visit(`${web}/servers/dev.toolgraph/booking/link`))
  const credentials = { email: 'aiko@demo.example', password: 'toolgraph-demo' }
  const sheet = toPage(await person.press(signIn, /^Sign in$/, credentials))
  const consent = toPage(await person.press(sheet, /^Continue to/))
  const bench = toPage(await person.press(consent, /^Allow$/))
  const id = /\/connections\/([^/?]+)/.exec(bench.url)?.[1]
  if (!id) throw new Error(`Not linked, but at ${bench.url}: ${bench.text.slice(0, 400)}`)
  return id
}

function toPage(at: Page | URL): Page {
  if (at instanceof URL) throw new Error(`Left for ${at}`)
  return at
}

async function lastEvent(response: Response): Promise<{ type: string }> {
  const lines = (await response.text()).trim().split('\n')
  return JSON.parse(lines.at(-1) ?? '{}')
}

/** Seals the tokens that agent-web holds again, as if their access tokens had run out a second ago. */
async function expire(): Promise<void> {
  const sealer = await createSealer(parseSealKeys(environment.WEB_SEAL_KEYS.default ?? ''))
  const reseal = async (envelope: string, identity: string) => {
    const opened = await sealer.open(envelope, identity)
    if (!opened.ok) throw new Error(`Does not open: ${opened.failure}`)
    const past = opened.value.replace(/"expiresAt":\d+/, `"expiresAt":${Date.now() - 1000}`)
    expect(past).not.toBe(opened.value)
    return sealer.seal(past, identity)
  }
  const [session] = await query<{ id: string; tokenSet: string }>('SELECT * FROM web."WebSession"')
  const [connection] = await query<{ agentUserId: string; tokenSet: string }>(
    'SELECT * FROM graph."AgentConnection"',
  )
  if (!session || !connection) throw new Error('Nothing to expire')
  const identity = connectionIdentity(connection.agentUserId, await bookingId())
  await query('UPDATE web."WebSession" SET "tokenSet" = $1', [
    await reseal(session.tokenSet, identityOf(session.id)),
  ])
  await query('UPDATE graph."AgentConnection" SET "tokenSet" = $1', [
    await reseal(connection.tokenSet, identity),
  ])
}

async function bookingId(): Promise<string> {
  const response = await fetch(`${toolgraph.urls.graph}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ server(name: "dev.toolgraph/booking") { id } }' }),
  })
  const { data }: { data: { server: { id: string } } } = await response.json()
  return data.server.id
}

async function versions() {
  const sessions = await query('SELECT "tokenVersion" AS n FROM web."WebSession"')
  const connections = await query('SELECT "tokenVersion" AS n FROM graph."AgentConnection"')
  const [revoked] = await query(
    'SELECT count(*)::int AS n FROM auth."AuthFamily" WHERE "revokedAt" IS NOT NULL',
  )
  return {
    sessions: sessions.map(({ n }) => n),
    connections: connections.map(({ n }) => n),
    revoked: revoked?.n,
  }
}

async function query<row extends object = { n: number }>(
  sql: string,
  values: unknown[] = [],
): Promise<row[]> {
  const client = new pg.Client({ connectionString: toolgraph.ownerUrl })
  await client.connect()
  try {
    return (await client.query<row>(sql, values)).rows
  } finally {
    await client.end()
  }
}
