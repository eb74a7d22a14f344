import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { serveWorker } from '@toolgraph/worker/node'
import { createTestIssuer, type TestIssuer } from '@toolgraph/worker/testing'
import { createTestHarness } from 'wrangler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBookingWorker } from '../app.ts'
import { createBookingStore } from '../storage/booking-store.ts'
import { seedRooms } from '../storage/seed-rooms.ts'

const bookingUrl = 'http://localhost:4995'
const resource = `${bookingUrl}/mcp`
const scopes = ['booking:read', 'booking:write']
const root = path.join(import.meta.dirname, '../..')
const log = { info: () => {}, warn: () => {}, error: console.error }

let test: TestDatabase
let issuer: TestIssuer
const closing: (() => unknown)[] = []

/** The issuer listens, as workerd reaches it over a socket like anyone else. */
async function serveIssuer(): Promise<TestIssuer> {
  let answer: typeof fetch = async () => new Response(null, { status: 503 })
  const server = createServer(async (request, response) => {
    const reply = await answer(`http://${request.headers.host}${request.url}`)
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(await reply.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo
  const created = await createTestIssuer({ issuer: `http://127.0.0.1:${port}` })
  answer = created.fetch
  return created
}

async function openNode(): Promise<Send> {
  const worker = createBookingWorker({ log })
  const bookings = createBookingStore(test.database)
  const env = { bookingUrl, issuerUrl: issuer.issuer, bookings, now: Date.now }
  const service = { env, name: 'booking', host: '127.0.0.1', port: 0, log }
  const { port, stop } = await serveWorker(worker, service)
  closing.push(stop)
  return (init) => fetch(`http://127.0.0.1:${port}/mcp`, init)
}

async function openWorkerd(): Promise<Send> {
  const vars = {
    TOOLGRAPH_MODE: 'development',
    BOOKING_URL: bookingUrl,
    ISSUER_URL: issuer.issuer,
    DATABASE_URL: test.url,
  }
  const harness = createTestHarness({ root, workers: [{ configPath: './wrangler.jsonc', vars }] })
  await harness.listen()
  closing.push(() => harness.close())
  return async (init) => {
    const answer = await harness.fetch(resource, init)
    const body = await answer.arrayBuffer()
    return new Response(body, { status: answer.status, headers: [...answer.headers] })
  }
}

interface PostInit {
  method: string
  headers: Record<string, string>
  body: string
}
type Send = (init: PostInit) => Promise<Response>

function call(name: string, args: unknown, token?: string): PostInit {
  const params = { name, arguments: args }
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  }
}

beforeAll(async () => {
  test = await createTestDatabase('booking')
  await seedRooms(test.database)
  issuer = await serveIssuer()
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  await test?.close()
})

describe.each([
  ['Node', openNode, 1],
  ['workerd', openWorkerd, 2],
])('booking over a socket on %s', (_platform, open, day) => {
  let send: Send
  const startsAt = new Date(Date.now() + day * 86_400_000).toISOString()
  const wish = { roomId: 'umi', startsAt, title: 'Review' }
  const count = () => test.database.booking.count({ where: { startsAt } })

  beforeAll(async () => {
    send = await open()
  })

  it.each<[string, () => Promise<string | undefined>]>([
    ['without a token', async () => undefined],
    [
      'with a token for the graph',
      () => issuer.token({ resource: 'http://localhost:4200/mcp', scopes }),
    ],
    ['with an expired token', () => issuer.token({ resource, scopes, expiresIn: -60 })],
    [
      'with an alg none token',
      async () => {
        const [, payload = ''] = (await issuer.token({ resource, scopes })).split('.')
        return `${btoa('{"alg":"none","typ":"at+jwt"}').replaceAll('=', '')}.${payload}.`
      },
    ],
  ])('%s is 401 with a sound challenge, and books nothing', async (_case, forge) => {
    const response = await send(call('create_booking', wish, await forge()))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(
      new RegExp(
        `^Bearer .*scope="booking:read", resource_metadata="${bookingUrl}/.well-known/oauth-protected-resource/mcp"$`,
      ),
    )
    expect(await count()).toBe(0)
  })

  it('with booking:read alone is 403 and told what is missing, and books nothing', async () => {
    const token = await issuer.token({ resource, scopes: ['booking:read'] })
    const response = await send(call('create_booking', wish, token))
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toContain(
      'error="insufficient_scope", error_description="This needs more scopes than the token has", scope="booking:write"',
    )
    expect(await count()).toBe(0)
  })

  it('gives one slot to exactly one of 50 parallel callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const token = await issuer.token({ resource, subject: `person-${index}`, scopes })
        return (await send(call('create_booking', wish, token))).text()
      }),
    )
    expect(answers.filter((answer) => answer.includes('"booking":{'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('ERR_ROOM_TAKEN'))).toHaveLength(49)
    expect(await count()).toBe(1)
  })
})
