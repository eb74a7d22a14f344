import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { Provider } from 'oidc-provider'
import { githubProvider, type OidcProvider } from '../src/federation/provider.ts'
import { MAX_PROVIDER_BYTES } from '../src/federation/upstream.ts'
import { formWith, ISSUER, type TestIssuer, type Visit } from './issuer-harness.ts'

/** What we are called at every provider of the tests. */
export const CLIENT = { clientId: 'toolgraph', clientSecret: 'the-secret-of-toolgraph' }

/** A listening server of the tests. */
export interface Listening {
  origin: string
  close(): Promise<void>
}

/** Listens on a free port of loopback; the listener is made once the origin is known. */
export async function listen(create: (origin: string) => RequestListener): Promise<Listening> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  server.on('request', create(origin))
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The way out to providers as the entries make it, with the tests' own providers trusted. */
export function openWayOut(trustedOrigins: readonly string[], timeoutMs = 2_000) {
  return {
    trustedOrigins,
    providerFetch: createSafeFetch({
      trustedOrigins,
      fetch: createNodeFetch(),
      maxBytes: MAX_PROVIDER_BYTES,
      timeoutMs,
    }),
  }
}

/** Makes the configuration of an OpenID provider of the tests. */
export function oidcProvider(id: string, issuer: string, name = 'Acme'): OidcProvider {
  const scope = 'openid email profile'
  return { id, name, issuer, scope, protocol: 'oidc', accountPrompt: 'login', ...CLIENT }
}

/** The claims of somebody at a provider. */
export interface Claims {
  email?: string
  email_verified?: unknown
  name?: string
}

/**
 * Starts `oidc-provider`, with a page to sign in as anybody; what it says of them stands in `people`.
 *
 * @param id What we call it
 * @param options Our own issuer, and the Content-Security-Policy of its pages
 */
export async function startOidcProvider(
  id = 'acme',
  { issuer = ISSUER, policy }: { issuer?: string; policy?: string } = {},
) {
  const people = new Map<string, Claims>()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }
  // It tells on the console what it is not meant for.
  const { warn } = console
  console.warn = () => {}
  const server = await listen((origin) => {
    const callback = new Provider(origin, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          redirect_uris: [`${issuer}/federated/${id}/callback`],
        },
      ],
      jwks: { keys: [jwk] },
      cookies: { keys: ['a-key-of-the-tests'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...people.get(sub) }) as { sub: string },
      }),
      pkce: { required: () => true },
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    }).callback()
    return (request, response) => {
      if (policy !== undefined) response.setHeader('content-security-policy', policy)
      return callback(request, response)
    }
  })
  console.warn = warn
  return { ...server, people, provider: oidcProvider(id, server.origin) }
}

/** How a provider of the tests misbehaves. */
export interface Misconduct {
  /** Claims of the ID token that differ. */
  claims?: JWTPayload
  /** Claims that the ID token lacks. */
  without?: string[]
  /** Makes the ID token itself. */
  idToken?: (claims: JWTPayload) => Promise<string> | string | undefined
  /** Members of the discovery document that differ. */
  metadata?: Record<string, unknown>
  /** Answers a path, in place of the usual. */
  answers?: Record<string, { status?: number; body?: unknown; delayMs?: number } | 'hang'>
}

/** Starts a provider that does what it is told, also what no provider should. */
export async function startHostileProvider(id = 'acme') {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] }
  const state = {
    misconduct: {} as Misconduct,
    /** Who signs in. */
    claims: {} as JWTPayload,
    nonce: '',
    requests: [] as { path: string; authorization: string | undefined; body: URLSearchParams }[],
  }
  const server = await listen((origin) => async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    const body = new URLSearchParams(await readText(request))
    state.requests.push({ path: pathname, authorization: request.headers.authorization, body })
    const told = state.misconduct.answers?.[pathname]
    if (told === 'hang') return
    const usual = told ?? { body: await answer(origin, pathname) }
    response.writeHead(usual.status ?? 200, { 'content-type': 'application/json' })
    response.end(typeof usual.body === 'string' ? usual.body : JSON.stringify(usual.body ?? {}))
  })

  async function answer(origin: string, pathname: string): Promise<unknown> {
    if (pathname === '/.well-known/openid-configuration')
      return {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/jwks`,
        id_token_signing_alg_values_supported: ['ES256'],
        ...state.misconduct.metadata,
      }
    if (pathname === '/jwks') return jwks
    if (pathname !== '/token') return {}
    const idToken = await signIdToken(origin)
    return {
      access_token: 'the-access-token-of-the-provider',
      token_type: 'Bearer',
      ...(idToken !== undefined && { id_token: idToken }),
    }
  }

  async function signIdToken(origin: string): Promise<string | undefined> {
    const { claims = {}, without = [], idToken } = state.misconduct
    const now = Math.floor(Date.now() / 1000)
    const usual = {
      iss: origin,
      aud: CLIENT.clientId,
      nonce: state.nonce,
      iat: now,
      exp: now + 300,
      ...state.claims,
      ...claims,
    }
    const all = Object.fromEntries(
      Object.entries(usual).filter(([name]) => !without.includes(name)),
    )
    if (idToken) return idToken(all)
    return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(privateKey)
  }

  return { ...server, state, provider: oidcProvider(id, server.origin) }
}

/** Somebody at GitHub, in the shapes of its API. */
export interface GithubAccount {
  user: { id: number; login: string; name: string | null } & Record<string, unknown>
  emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[]
}

/** Starts a server that speaks GitHub's three endpoints. */
export async function startGithub() {
  const state = {
    account: undefined as GithubAccount | undefined,
    /** What the token endpoint answers instead; GitHub tells errors with 200. */
    tokenError: undefined as string | undefined,
    apiStatus: 200,
    requests: [] as { path: string; headers: IncomingMessage['headers']; body: URLSearchParams }[],
  }
  const server = await listen(() => async (request, response) => {
    const path = request.url ?? '/'
    const body = new URLSearchParams(await readText(request))
    state.requests.push({ path, headers: request.headers, body })
    const answer = (status: number, json: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(json))
    }
    if (path === '/login/oauth/access_token') {
      if (state.tokenError)
        return answer(200, {
          error: state.tokenError,
          error_description: 'The client_id and/or client_secret passed are incorrect.',
          error_uri: 'https://docs.github.com/apps/troubleshooting',
        })
      return answer(200, { access_token: 'gho_secret', token_type: 'bearer', scope: 'user:email' })
    }
    if (request.headers.authorization !== 'Bearer gho_secret')
      return answer(401, { message: 'Requires authentication', status: '401' })
    if (state.apiStatus !== 200) return answer(state.apiStatus, { message: 'Unicorn!' })
    if (path === '/user') return answer(200, state.account?.user)
    if (path === '/user/emails') return answer(200, state.account?.emails)
    return answer(404, { message: 'Not Found', status: '404' })
  })
  const at = { issuer: `${server.origin}/login/oauth`, apiUrl: server.origin }
  return { ...server, state, provider: githubProvider(CLIENT, at) }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

/** A browser of the tests that leaves the issuer for providers, and keeps the cookies of each. */
export type Traveller = ReturnType<typeof createTraveller>

/** Makes a browser that follows redirects and pages that lead on, at the issuer and at providers. */
export function createTraveller(
  { app }: Pick<TestIssuer, 'app'>,
  headers: Readonly<Record<string, string>> = {},
) {
  const jars = new Map<string, Map<string, string>>()

  async function send(url: URL, init: RequestInit): Promise<Response> {
    const jar = jars.get(url.origin) ?? new Map<string, string>()
    jars.set(url.origin, jar)
    const sent = new Headers({
      ...headers,
      cookie: [...jar].map((pair) => pair.join('=')).join('; '),
    })
    new Headers(init.headers).forEach((value, name) => sent.set(name, value))
    const request = { ...init, headers: sent, redirect: 'manual' } as const
    const response =
      url.origin === ISSUER ? await app.request(url.href, request) : await fetch(url, request)
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  /** Goes on until a page asks for something, or the way leads to a place that `stop` names. */
  async function go(
    address: string | URL,
    { init = {}, stop = () => false }: { init?: RequestInit; stop?: Stop } = {},
  ): Promise<Visit> {
    let url = new URL(address, ISSUER)
    if (stop(url)) return { url, response: new Response(), html: '' }
    let response = await send(url, init)
    for (let hops = 0; hops < 20; hops += 1) {
      const next = response.headers.get('location') ?? refreshOf(response)
      if (!next) break
      await response.body?.cancel()
      url = new URL(next, url)
      if (stop(url) || !isNear(url)) return { url, response, html: '' }
      response = await send(url, {})
    }
    return { url, response, html: await response.text() }
  }

  /** Sends the form that has a button with this text. */
  async function submit(
    page: Visit,
    button: string,
    { fields = {}, stop }: { fields?: Record<string, string>; stop?: Stop } = {},
  ): Promise<Visit> {
    const form = formWith(page.html, button)
    const body = new URLSearchParams({ ...form.fields, ...fields, ...form.pressed }).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const init = { method: 'POST', body, headers: { ...type, origin: page.url.origin } }
    return go(new URL(form.action, page.url), { init, ...(stop && { stop }) })
  }

  return { jars, go, submit }
}

type Stop = (url: URL) => boolean

/** Says that the way has led back from a provider, or would. */
export const atCallback: Stop = (url) => url.pathname.endsWith('/callback')

/** Says that the way leads out to a provider. */
export const atProvider: Stop = (url) => url.origin !== ISSUER

function refreshOf(response: Response): string | undefined {
  return /^0; url=(.+)$/.exec(response.headers.get('refresh') ?? '')?.[1]
}

/** Clients are far: nothing listens there. */
function isNear({ origin }: URL): boolean {
  return origin === ISSUER || origin.startsWith('http://127.0.0.1:')
}
