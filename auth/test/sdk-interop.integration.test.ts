import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
  UnauthorizedError as UnauthorizedV2,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import {
  auth as authV1,
  UnauthorizedError as UnauthorizedV1,
  type OAuthClientProvider as OAuthClientProviderV1,
} from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  createAuthorizationStore,
  createTestDatabase,
  type AuthorizationStore,
} from '@toolgraph/testing'
import { createMcpWorker } from '@toolgraph/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  BOOKING,
  createBrowser,
  createTestIssuer,
  introspect,
  ISSUER,
  postForm,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

// The official clients, through their own transports, at a server that trusts this issuer: the whole flow,
// a token that expires, a step-up, and revocation.

const REDIRECT_URI = 'http://127.0.0.1:33418/callback'
/** Ten minutes, and the half that a server allows for clocks that differ. */
const EXPIRED_MS = 631_000
const DOCUMENT_URL = 'https://sdk.example/client.json'
const INFO = { name: 'interop', version: '1.0.0' }

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'), {
    safeFetch: async () =>
      Response.json({
        client_id: DOCUMENT_URL,
        client_name: 'SDK',
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'none',
      }),
  })
})
afterAll(() => issuer.close())

const worker = createMcpWorker({
  name: 'dev.toolgraph/booking',
  version: '1.0.0',
  description: 'Books rooms',
  url: BOOKING,
  issuer: ISSUER,
  scopes: { 'booking:read': 'See rooms', 'booking:write': 'Book rooms' },
  fetch: (input, init) => network(input, init),
  now: () => issuer.clock.now,
})
  .mcpTool('list_rooms', z.object({}), (_input, { user }) => `for ${user?.name}`, {
    description: 'Lists rooms.',
    scopes: ['booking:read'],
    annotations: { readOnlyHint: true },
  })
  .mcpTool('book_room', z.object({}), () => 'booked', {
    description: 'Books a room.',
    scopes: ['booking:read', 'booking:write'],
    annotations: { readOnlyHint: false, destructiveHint: false },
  })

async function network(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { origin } = new URL(request.url)
  if (origin === ISSUER) return issuer.app.fetch(request)
  if (origin === new URL(BOOKING).origin) return worker.fetch(request, {})
  return new Response('', { status: 404 })
}

/** One version of the SDK, as the walk uses it. */
interface Sdk {
  /** Connects and calls a tool; says what the tool said. */
  call(tool: string): Promise<string>
  /** What a call throws that needs the person. */
  unauthorized: new (...parts: never[]) => Error
  /** Takes up what the issuer sent the person back with. */
  finish(answer: URL): Promise<void>
  /** Gets the person asked for more, once a call was refused with 403. */
  stepUp(tool: string): Promise<void>
}

const textOf = (result: object) =>
  z.object({ content: z.tuple([z.object({ text: z.string() })]) }).parse(result).content[0].text

function sdkV2({ provider }: AuthorizationStore): Sdk {
  // The store keeps values without looking at them; the SDK alone knows their types.
  const authProvider = provider as unknown as OAuthClientProvider
  const open = () => new TransportV2(new URL(BOOKING), { authProvider, fetch: network })
  const call = async (name: string) => {
    const client = new ClientV2(INFO, { versionNegotiation: { mode: 'auto' } })
    await client.connect(open())
    return textOf(await client.callTool({ name, arguments: {} }))
  }
  return {
    call,
    unauthorized: UnauthorizedV2,
    finish: (answer) => open().finishAuth(answer.searchParams),
    // It asks by itself for what it has and what the challenge names.
    stepUp: async (name) => expect(call(name)).rejects.toThrow(UnauthorizedV2),
  }
}

function sdkV1({ provider, forgetTokens }: AuthorizationStore): Sdk {
  const authProvider = provider as unknown as OAuthClientProviderV1
  const open = () => new TransportV1(new URL(BOOKING), { authProvider, fetch: network })
  const call = async (name: string) => {
    const client = new ClientV1(INFO)
    await client.connect(open() as Transport)
    return textOf(await client.callTool({ name, arguments: {} }))
  }
  return {
    call,
    unauthorized: UnauthorizedV1,
    finish: (answer) => open().finishAuth(answer.searchParams.get('code') ?? ''),
    // It answers a 403 by a refresh, which brings no scope; asking anew is left to the application.
    stepUp: async (name) => {
      await expect(call(name)).rejects.toMatchObject({ code: 403 })
      forgetTokens()
      const scope = 'booking:read booking:write'
      const options = { serverUrl: BOOKING, scope, fetchFn: network }
      expect(await authV1(authProvider, options)).toBe('REDIRECT')
    },
  }
}

describe.each([
  ['1', sdkV1],
  ['2', sdkV2],
] as const)('the official SDK, version %s', (_version, open) => {
  /** An application that is let in to read. */
  async function connect(more = {}) {
    const store = createAuthorizationStore({
      redirectUri: REDIRECT_URI,
      clientName: 'SDK',
      ...more,
    })
    const browser = createBrowser(issuer)
    const sdk = open(store)

    /** The person goes where the application sent them, and allows what is asked. */
    async function allow() {
      const page = await signInAsAiko(browser, await browser.go(store.sentTo.at(-1)?.href ?? ''))
      const { url } = page.html.includes('value="allow"')
        ? await browser.submit(page, 'Allow')
        : page
      expect(url.searchParams.get('state')).toBe(store.state)
      expect(url.searchParams.get('iss')).toBe(ISSUER)
      await sdk.finish(url)
    }

    await expect(sdk.call('list_rooms')).rejects.toThrow(sdk.unauthorized)
    await allow()
    return { ...store, ...sdk, allow }
  }

  it('finishes the whole flow: discovery, registration, consent, code, call', async () => {
    const { call, sentTo, scopes } = await connect()
    expect(Object.fromEntries(sentTo[0]?.searchParams ?? [])).toMatchObject({
      resource: BOOKING,
      scope: 'booking:read',
      code_challenge_method: 'S256',
    })
    expect(await call('list_rooms')).toBe('for Aiko Tanaka')
    expect(scopes()).toEqual(['booking:read'])
    expect(sentTo).toHaveLength(1)
  })

  it('is known by its metadata document where it has one', async () => {
    const { call, clientId } = await connect({ clientMetadataUrl: DOCUMENT_URL })
    expect(clientId()).toBe(DOCUMENT_URL)
    expect(await call('list_rooms')).toBe('for Aiko Tanaka')
  })

  it('refreshes by itself when its token has expired', async () => {
    const { call, sentTo, accessToken, refreshToken } = await connect()
    const before = [accessToken(), refreshToken()]
    issuer.clock.now += EXPIRED_MS
    expect(await call('list_rooms')).toBe('for Aiko Tanaka')

    expect(before).not.toContain(accessToken())
    expect(before).not.toContain(refreshToken())
    expect(sentTo).toHaveLength(1)
  })

  it('steps up where a tool needs more', async () => {
    const { call, stepUp, allow, sentTo, scopes } = await connect()
    await stepUp('book_room')
    expect(sentTo.at(-1)?.searchParams.get('scope')?.split(' ').toSorted()).toEqual([
      'booking:read',
      'booking:write',
    ])
    await allow()
    expect(await call('book_room')).toBe('booked')
    expect(scopes()).toEqual(['booking:read', 'booking:write'])
  })

  it('is told by a refused refresh that its tokens were revoked', async () => {
    const { call, sentTo, allow, unauthorized, ...store } = await connect()
    const [accessToken, refreshToken] = [store.accessToken(), store.refreshToken()]
    const client = { client_id: store.clientId() }
    expect(await introspect(issuer, accessToken)).toMatchObject({ active: true })
    const { status } = await postForm(issuer, '/revoke', { token: refreshToken, ...client })
    expect(status).toBe(200)
    expect(await introspect(issuer, accessToken)).toEqual({ active: false })
    expect((await refresh(issuer, refreshToken, client)).json['error']).toBe('invalid_grant')

    issuer.clock.now += EXPIRED_MS
    await expect(call('list_rooms')).rejects.toThrow(unauthorized)
    expect(sentTo).toHaveLength(2)
    await allow()
    expect(await call('list_rooms')).toBe('for Aiko Tanaka')
  })
})
