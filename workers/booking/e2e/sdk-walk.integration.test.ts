import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { OAuthClientProvider } from '@modelcontextprotocol/client'
import {
  auth as authV1,
  UnauthorizedError as UnauthorizedErrorV1,
} from '@modelcontextprotocol/sdk/client/auth.js'
import type { OAuthClientProvider as OAuthClientProviderV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { createAuthorizationStore, untilRegistered } from '@toolgraph/testing'
import { createPerson, type Person } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const REDIRECT_URI = 'http://localhost:45999/callback'
const INFO = { name: 'walker', version: '1.0.0' }

let toolgraph: RunningToolgraph
let url: URL

beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { 'agent-web': 0 } })
  url = new URL(`${toolgraph.urls.booking}/mcp`)
  await untilRegistered(toolgraph.urls.graph, url.href)
})
afterAll(() => toolgraph?.stop())

/** An application, and how it sends the person to the issuer. */
function createApplication(person: Person) {
  const store = createAuthorizationStore({ redirectUri: REDIRECT_URI, clientName: 'Walker' })
  return {
    ...store,
    /** Sends the person to the issuer and returns what came back, with the state checked. */
    authorize: async () => {
      const asked = store.sentTo.at(-1)
      if (!asked) throw new Error('Nobody asked for an authorization')
      const answer = await person.authorize(asked.href, REDIRECT_URI)
      expect(answer.searchParams.get('state')).toBe(store.state)
      expect(answer.searchParams.get('iss')).toBe(toolgraph.urls.auth)
      return { asked, answer }
    },
    /** Revokes its refresh token at the endpoint that the issuer's metadata names (RFC 7009). */
    revoke: async () => {
      const metadata = `${toolgraph.urls.auth}/.well-known/oauth-authorization-server`
      const { revocation_endpoint: endpoint } = await (await fetch(metadata)).json()
      const body = new URLSearchParams({ token: store.refreshToken(), client_id: store.clientId() })
      expect((await fetch(endpoint, { method: 'POST', body })).status).toBe(200)
    },
  }
}

const DAY_MS = 86_400_000
const slot = (days: number) => ({
  title: 'Planning',
  startsAt: new Date(Date.now() + days * DAY_MS).toISOString(),
  minutes: 60,
})

describe('the SDK v2 client', () => {
  it('discovers, registers, calls, steps up to book, refreshes, and is revoked', async () => {
    const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
    const store = createApplication(person)
    // The store keeps values without looking at them; the SDK alone knows their types.
    const authProvider = store.provider as unknown as OAuthClientProvider
    const connect = async () => {
      const client = new Client(INFO, { versionNegotiation: { mode: 'auto' } })
      const transport = new StreamableHTTPClientTransport(url, { authProvider })
      await client.connect(transport)
      return { client, transport }
    }

    const transport = new StreamableHTTPClientTransport(url, { authProvider })
    const first = new Client(INFO, { versionNegotiation: { mode: 'auto' } })
    const call = first
      .connect(transport)
      .then(() => first.callTool({ name: 'list_rooms', arguments: {} }))
    await expect(call).rejects.toThrow(UnauthorizedError)
    const { asked, answer } = await store.authorize()
    expect(asked.searchParams.get('resource')).toBe(url.href)
    await transport.finishAuth(answer.searchParams)

    const { client, transport: live } = await connect()
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    const { tools } = await client.listTools()
    expect(tools.map((tool) => tool.name)).toContain('create_booking')
    const rooms = await client.callTool({ name: 'list_rooms', arguments: {} })
    expect(rooms.isError).toBeFalsy()
    const roomId = firstRoomOf(rooms.structuredContent)

    const booking = { name: 'create_booking', arguments: { roomId, ...slot(1) } }
    if (!store.scopes().includes('booking:write')) {
      await expect(client.callTool(booking)).rejects.toThrow(UnauthorizedError)
      const stepUp = await store.authorize()
      expect(stepUp.asked.searchParams.get('scope')?.split(' ')).toEqual(
        expect.arrayContaining(['booking:read', 'booking:write']),
      )
      await live.finishAuth(stepUp.answer.searchParams)
    }
    const booked = await (await connect()).client.callTool(booking)
    expect(booked.isError, JSON.stringify(booked)).toBeFalsy()
    expect(store.scopes()).toEqual(['booking:read', 'booking:write'])
    expect(person.consents).toHaveLength(2)

    const list = async () =>
      (await connect()).client.callTool({ name: 'list_rooms', arguments: {} })
    await expectRefreshThenEnd(store, list, UnauthorizedError)
  })
})

describe('the SDK v1 client', () => {
  it('goes the same way with the older protocol', async () => {
    const person = createPerson({ email: 'ben@demo.example', password: 'toolgraph-demo' })
    const store = createApplication(person)
    const authProvider = store.provider as unknown as OAuthClientProviderV1
    const connect = async () => {
      const client = new ClientV1(INFO)
      const transport = new TransportV1(url, { authProvider })
      await client.connect(transport as Transport)
      return { client, transport }
    }

    const transport = new TransportV1(url, { authProvider })
    const first = new ClientV1(INFO)
    const call = first
      .connect(transport as Transport)
      .then(() => first.callTool({ name: 'list_rooms', arguments: {} }))
    await expect(call).rejects.toThrow(UnauthorizedErrorV1)
    const { answer } = await store.authorize()
    await transport.finishAuth(answer.searchParams.get('code') ?? '')

    const { client, transport: live } = await connect()
    const rooms = await client.callTool({ name: 'list_rooms', arguments: {} })
    const roomId = firstRoomOf(rooms.structuredContent)

    const booking = { name: 'create_booking', arguments: { roomId, ...slot(2) } }
    if (!store.scopes().includes('booking:write')) {
      // v1 answers a 403 by refreshing, which brings no scope; asking anew is left to the application.
      await expect(client.callTool(booking)).rejects.toMatchObject({ code: 403 })
      store.forgetTokens()
      const scope = 'booking:read booking:write'
      expect(await authV1(authProvider, { serverUrl: url, scope })).toBe('REDIRECT')
      const stepUp = await store.authorize()
      await live.finishAuth(stepUp.answer.searchParams.get('code') ?? '')
    }
    const booked = await (await connect()).client.callTool(booking)
    expect(booked.isError, JSON.stringify(booked)).toBeFalsy()
    expect(store.scopes()).toContain('booking:write')

    const list = async () =>
      (await connect()).client.callTool({ name: 'list_rooms', arguments: {} })
    await expectRefreshThenEnd(store, list, UnauthorizedErrorV1)
  })
})

/** A token that is good no longer is refreshed by the client itself, until the application revokes. */
async function expectRefreshThenEnd(
  store: ReturnType<typeof createApplication>,
  list: () => Promise<object>,
  unauthorized: new (...parts: never[]) => Error,
) {
  const spent = store.refreshToken()
  store.spoilAccessToken('no.longer.good')
  expect(await list()).not.toHaveProperty('isError', true)
  expect(store.refreshToken()).not.toBe(spent)

  await store.revoke()
  store.spoilAccessToken('no.longer.good')
  await expect(list()).rejects.toThrow(unauthorized)
}

function firstRoomOf(structured: unknown): string {
  const { rooms } = structured as { rooms: { id: string }[] }
  return rooms[0]?.id ?? ''
}
