import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createTestHarness } from 'wrangler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callRequest, legacyCallRequest, readMessage } from '../test/requests.ts'
import { createTestIssuer, type TestIssuer } from './testing.ts'

const root = path.join(import.meta.dirname, '../test/workerd')
const publicUrl = 'http://localhost:4996'
const resource = `${publicUrl}/mcp`

let issuer: TestIssuer
let issuerServer: Server
let harness: ReturnType<typeof createTestHarness>

/** workerd reaches the issuer over a socket, as it would anywhere. */
async function serveIssuer(): Promise<TestIssuer> {
  let answer: typeof fetch = async () => new Response(null, { status: 503 })
  issuerServer = createServer(async (request, response) => {
    const { port } = issuerServer.address() as AddressInfo
    const reply = await answer(`http://127.0.0.1:${port}${request.url}`)
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(await reply.text())
  })
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve))
  const { port } = issuerServer.address() as AddressInfo
  const created = await createTestIssuer({ issuer: `http://127.0.0.1:${port}` })
  answer = created.fetch
  return created
}

beforeAll(async () => {
  issuer = await serveIssuer()
  const vars = { PUBLIC_URL: publicUrl, ISSUER_URL: issuer.issuer }
  harness = createTestHarness({ root, workers: [{ configPath: './wrangler.jsonc', vars }] })
  await harness.listen()
})
afterAll(async () => {
  await harness?.close()
  issuerServer?.close()
})

/** Requests go to the socket of workerd with the public name on them. */
async function send(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const body = request.method === 'GET' ? null : await request.text()
  const headers = Object.fromEntries(request.headers)
  const answer = await harness.fetch(`${publicUrl}${pathname}`, {
    method: request.method,
    headers,
    body,
  })
  return new Response(await answer.arrayBuffer(), {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => name !== 'content-length'),
  })
}

const url = resource

describe('in workerd', () => {
  it.each([
    ['2026-07-28', callRequest],
    ['2025-11-25', legacyCallRequest],
  ])('a tool answers, %s', async (_version, request) => {
    const response = await send(request('sum', { a: 1, b: 2 }, { url }))
    expect(await readMessage(response)).toMatchObject({ result: { structuredContent: { sum: 3 } } })
  })

  it('a call without a token, or with a bad one, is challenged', async () => {
    const expired = await issuer.token({ resource, scopes: ['notes:write'], expiresIn: -60 })
    for (const token of [undefined, expired, 'e30.e30.']) {
      const response = await send(callRequest('who_am_i', {}, { url, token }))
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain(
        `resource_metadata="${publicUrl}/.well-known/oauth-protected-resource/mcp"`,
      )
    }
    const token = await issuer.token({ resource, scopes: [] })
    expect((await send(callRequest('who_am_i', {}, { url, token }))).status).toBe(403)
  })

  it('100 calls at once are each answered as their own person', async () => {
    const people = Array.from({ length: 100 }, (_, index) => `person-${index}`)
    const answers = await Promise.all(
      people.map(async (subject) => {
        const token = await issuer.token({ resource, subject, scopes: ['notes:write'] })
        return readMessage(await send(callRequest('who_am_i', {}, { url, token, id: 1 })))
      }),
    )
    const texts = people.map((text) => ({ result: { content: [{ text }] } }))
    expect(answers).toMatchObject(texts)
  })

  it('the official client lists, calls and is asked', async () => {
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: { pin: '2026-07-28' } },
      },
    )
    client.setRequestHandler('elicitation/create', async () => ({
      action: 'accept',
      content: { kind: 'sencha' },
    }))
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), {
        fetch: (input, init) => send(new Request(input, init)),
      }),
    )
    expect((await client.listTools()).tools).toHaveLength(3)
    expect(await client.callTool({ name: 'order_tea', arguments: {} })).toMatchObject({
      content: [{ text: 'sencha' }],
    })
  })

  it('the documents are served', async () => {
    const document = await send(
      new Request(`${publicUrl}/.well-known/oauth-protected-resource/mcp`),
    )
    expect(await document.json()).toMatchObject({
      resource,
      authorization_servers: [issuer.issuer],
    })
    const card = await send(new Request(`${publicUrl}/mcp/server-card`))
    expect(await card.json()).toMatchObject({ name: 'test.rooms/workerd' })
  })
})
