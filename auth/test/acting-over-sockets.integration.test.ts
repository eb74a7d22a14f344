import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { obtainToken, untilRegistered } from '@toolgraph/testing'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKEN_EXCHANGE } from '../src/clients/client.ts'
import { basic } from './issuer-harness.ts'

const SECRET = 'the secret of the graph, in this test alone'

let toolgraph: RunningToolgraph
let booking: string
let graph: string

beforeAll(async () => {
  const environment = { GRAPH_CLIENT_SECRET: SECRET }
  toolgraph = await startToolgraph({ replicas: { 'agent-web': 0 }, environment })
  booking = `${toolgraph.urls.booking}/mcp`
  graph = `${toolgraph.urls.graph}/mcp`
  await untilRegistered(toolgraph.urls.graph, booking)
})
afterAll(() => toolgraph?.stop())

/** What the graph does with a token that a person's application sent to it. */
async function exchangeAsGraph(subjectToken: string, scope: string) {
  const response = await fetch(`${toolgraph.urls.auth}/token`, {
    method: 'POST',
    headers: basic('graph', SECRET),
    body: new URLSearchParams({
      grant_type: TOKEN_EXCHANGE,
      subject_token: subjectToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: booking,
      scope,
    }),
  })
  const json: Record<string, unknown> = await response.json()
  return { status: response.status, json }
}

/** Calls a tool of booking, as any MCP client does. */
async function callBooking(token: string, name: string) {
  const client = new Client({ name: 'actor', version: '1.0.0' })
  const headers = { authorization: `Bearer ${token}` }
  const options = { requestInit: { headers } }
  await client.connect(new StreamableHTTPClientTransport(new URL(booking), options))
  try {
    return await client.callTool({ name, arguments: {} })
  } finally {
    await client.close()
  }
}

describe('the graph, for a signed-in person at a server of the same issuer', () => {
  it('is told to ask, exchanges once the person allows it, and calls the tool (RFC 8693)', async () => {
    const { auth: issuer } = toolgraph.urls
    const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
    const scopes = ['connections:read']
    const sent = await obtainToken({ issuer, resource: graph, scopes, person })

    // What the person's application sent to the graph is for the graph: booking does not take it.
    await expect(callBooking(sent, 'list_rooms')).rejects.toMatchObject({ status: 401 })

    const refused = await exchangeAsGraph(sent, 'booking:read')
    expect([refused.status, refused.json['error']]).toEqual([400, 'consent_required'])

    const done = `${issuer}/delegation/done`
    const end = await person.authorize(String(refused.json['consent_uri']), done)
    expect(end.search).toBe('?lang=en')
    expect(person.consents.at(-1)).toContain('Allow Toolgraph registry to act for you at')

    const given = await exchangeAsGraph(sent, 'booking:read')
    expect(given.json).toMatchObject({ token_type: 'Bearer', scope: 'booking:read' })
    const token = String(given.json['access_token'])
    const rooms = await callBooking(token, 'list_rooms')
    expect(rooms.isError).toBeFalsy()
    expect(JSON.stringify(rooms.structuredContent)).toContain('"id"')

    // Nothing more than was allowed: not at booking, and not at the graph itself.
    await expect(callBooking(token, 'create_booking')).rejects.toMatchObject({
      name: 'InsufficientScopeError',
    })
    const more = await exchangeAsGraph(sent, 'booking:read booking:write')
    expect(more.json['error']).toBe('consent_required')
    const back = await fetch(graph, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(back.status).toBe(401)
  })
})
