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
import { untilRegistered } from '@toolgraph/testing'
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

/** What an application keeps of its authorization; one store fits both versions of the SDK. */
function createStore() {
  let authorizationUrl: URL | undefined
  let client: unknown
  let tokens: unknown
  let verifier = ''
  let discovery: unknown
  const state = crypto.randomUUID()
  const provider = {
    redirectUrl: REDIRECT_URI,
    clientMetadata: {
      client_name: 'Walker',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      application_type: 'native',
    },
    state: () => state,
    clientInformation: () => client,
    saveClientInformation: (value: unknown) => void (client = value),
    tokens: () => tokens,
    saveTokens: (value: unknown) => void (tokens = value),
    codeVerifier: () => verifier,
    saveCodeVerifier: (value: string) => void (verifier = value),
    discoveryState: () => discovery,
    saveDiscoveryState: (value: unknown) => void (discovery = value),
    redirectToAuthorization: (value: URL) => void (authorizationUrl = value),
  }
  return {
    provider,
    /** Sends the person to the issuer and returns what came back, with the state checked. */
    authorize: async (person: Person) => {
      if (!authorizationUrl) throw new Error('Nobody asked for an authorization')
      const asked = authorizationUrl
      const answer = await person.authorize(asked.href, REDIRECT_URI)
      expect(answer.searchParams.get('state')).toBe(state)
      expect(answer.searchParams.get('iss')).toBe(toolgraph.urls.auth)
      return { asked, answer }
    },
    forgetTokens: () => void (tokens = undefined),
    scopes: () =>
      String((tokens as { scope?: string })?.scope ?? '')
        .split(' ')
        .toSorted(),
  }
}

const DAY_MS = 86_400_000
const slot = (days: number) => ({
  title: 'Planning',
  startsAt: new Date(Date.now() + days * DAY_MS).toISOString(),
  minutes: 60,
})

describe('the SDK v2 client', () => {
  it('discovers, registers, is allowed to read, calls, and steps up to book', async () => {
    const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
    const store = createStore()
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
    const { asked, answer } = await store.authorize(person)
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
      const stepUp = await store.authorize(person)
      expect(stepUp.asked.searchParams.get('scope')?.split(' ')).toEqual(
        expect.arrayContaining(['booking:read', 'booking:write']),
      )
      await live.finishAuth(stepUp.answer.searchParams)
    }
    const booked = await (await connect()).client.callTool(booking)
    expect(booked.isError, JSON.stringify(booked)).toBeFalsy()
    expect(store.scopes()).toEqual(['booking:read', 'booking:write'])
    expect(person.consents).toHaveLength(2)
  })
})

describe('the SDK v1 client', () => {
  it('goes the same way with the older protocol', async () => {
    const person = createPerson({ email: 'ben@demo.example', password: 'toolgraph-demo' })
    const store = createStore()
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
    const { answer } = await store.authorize(person)
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
      const stepUp = await store.authorize(person)
      await live.finishAuth(stepUp.answer.searchParams.get('code') ?? '')
    }
    const booked = await (await connect()).client.callTool(booking)
    expect(booked.isError, JSON.stringify(booked)).toBeFalsy()
    expect(store.scopes()).toContain('booking:write')
  })
})

function firstRoomOf(structured: unknown): string {
  const { rooms } = structured as { rooms: { id: string }[] }
  return rooms[0]?.id ?? ''
}
