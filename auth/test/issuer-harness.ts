import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '@toolgraph/database'
import { createAuthApp } from '../src/app.ts'
import type { AuthDependencies } from '../src/dependencies.ts'
import type { Resource } from '../src/resources/resource.ts'

/** The issuer of the tests. */
export const ISSUER = 'http://localhost:4100'
/** A server of the registry. */
export const BOOKING = 'http://localhost:4301/mcp'
/** The product's own resource. */
export const GRAPH = 'http://localhost:4200/mcp'
/** Where the configured test client returns to. */
export const REDIRECT = 'https://app.example/callback'
/** Where another configured client returns to. */
export const SECOND_REDIRECT = 'https://second.example/cb'

const GRAPH_RESOURCE: Resource = {
  uri: GRAPH,
  name: 'dev.toolgraph/graph',
  title: 'Toolgraph',
  titles: {},
  scopes: [
    { name: 'servers:write', description: 'Publish servers', descriptions: {} },
    { name: 'connections:read', description: 'See your connections', descriptions: {} },
  ],
}

/** What the registry says of booking. */
export const BOOKING_ANSWER = {
  resource: BOOKING,
  name: 'dev.toolgraph/booking',
  title: 'Booking',
  titles: { ja: '会議室予約' },
  issuer: ISSUER,
  scopes: [
    {
      name: 'booking:read',
      description: 'See rooms and your bookings',
      descriptions: { ja: '会議室と自分の予約を見る' },
    },
    {
      name: 'booking:write',
      description: 'Book rooms and cancel bookings',
      descriptions: { ja: '会議室の予約と取り消し' },
    },
  ],
}

/** A registry that knows booking alone. */
export async function fakeGraph(input: string | URL | Request): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input)
  return url.searchParams.get('uri') === BOOKING
    ? Response.json(BOOKING_ANSWER)
    : Response.json({ code: 'ERR_SERVER_NOT_FOUND' }, { status: 404 })
}

/** An issuer on a database of its own. */
export type TestIssuer = Awaited<ReturnType<typeof createTestIssuer>>

/** A database of the test's own, as `createTestDatabase('auth')` makes it. */
export interface OwnDatabase {
  database: Database
  url: string
  close(): Promise<void>
}

/** Starts an issuer without a socket, with a clock that stands until it is moved. */
export async function createTestIssuer(
  { database, url, close }: OwnDatabase,
  overrides: Partial<AuthDependencies> = {},
) {
  const clock = { now: Date.now() }
  const lines: { message: string; fields: unknown }[] = []
  const record = (message: string, fields?: unknown) => lines.push({ message, fields })
  const dependencies: AuthDependencies = {
    issuer: ISSUER,
    database,
    secret: 'a-secret-for-tests-only',
    clients: [
      { id: 'web', name: 'Test web', redirectUris: [REDIRECT] },
      { id: 'second', name: 'Second', redirectUris: [SECOND_REDIRECT] },
      {
        id: 'agent-web',
        name: 'Toolgraph',
        redirectUris: ['http://localhost:4000/auth/callback'],
        trustedAt: { [GRAPH]: ['servers:write', 'connections:read'] },
      },
      {
        id: 'booking',
        name: 'Booking',
        secret: 'the-secret-of-booking',
        machineAccess: { [GRAPH]: ['servers:write'] },
        introspects: [BOOKING],
      },
      { id: 'graph', name: 'Graph', secret: 'the secret of graph:%+', introspects: 'all' },
    ],
    resources: [GRAPH_RESOURCE],
    graphUrl: 'http://localhost:4200',
    fetch: fakeGraph,
    safeFetch: async () => new Response(null, { status: 404 }),
    trustedOrigins: [],
    demoAccounts: true,
    mailer: 'outbox',
    log: { info: record, warn: record, error: record },
    now: () => clock.now,
    passwordCost: { N: 2 ** 4, r: 8, p: 1 },
    ...overrides,
  }
  const auth = createAuthApp(dependencies)
  await auth.prepare()
  return { ...auth, app: auth.app, database, url, clock, lines, dependencies, close }
}

/** A browser that keeps cookies and follows redirects within the issuer; it runs no script. */
export function createBrowser(
  { app }: Pick<TestIssuer, 'app'>,
  headers: Readonly<Record<string, string>> = {},
) {
  const cookies = new Map<string, string>()

  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = new Headers({ ...headers, cookie })
    new Headers(init.headers).forEach((value, name) => sent.set(name, value))
    const response = await app.request(url, { ...init, headers: sent })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  /** Follows redirects as long as they stay at the issuer. */
  async function go(url: string, init?: RequestInit): Promise<Visit> {
    let at = new URL(url, ISSUER)
    let response = await send(at.href, init)
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location')
      if (location === null) break
      at = new URL(location, at)
      if (at.origin !== ISSUER) return { url: at, response, html: '' }
      response = await send(at.href)
    }
    return { url: at, response, html: await response.text() }
  }

  /** Sends the form that has a button with this text, as it stands, with some fields filled in. */
  async function submit(page: Visit, button: string, fields: Record<string, string> = {}) {
    const form = formWith(page.html, button)
    const body = new URLSearchParams({ ...form.fields, ...fields, ...form.pressed })
    return go(form.action, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ISSUER },
    })
  }

  return { cookies, send, go, submit }
}

/** Where a browser is. */
export interface Visit {
  url: URL
  response: Response
  html: string
}

/** A browser of the tests. */
export type Browser = ReturnType<typeof createBrowser>

/** The form that has a button with this text: where it goes, and what it sends. */
export function formWith(html: string, button: string) {
  for (const [, attributes = '', inside = ''] of html.matchAll(
    /<form([^>]*)>([\s\S]*?)<\/form>/g,
  )) {
    const found = [...inside.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].find(
      ([, , label = '']) => label.trim() === button,
    )
    if (!found) continue
    const fields: Record<string, string> = {}
    for (const [input] of inside.matchAll(/<input[^>]*>/g)) {
      fields[attribute(input, 'name') ?? ''] = attribute(input, 'value') ?? ''
    }
    const name = attribute(found[1] ?? '', 'name')
    const pressed = name ? { [name]: attribute(found[1] ?? '', 'value') ?? '' } : {}
    return { action: attribute(attributes, 'action') ?? '', fields, pressed }
  }
  throw new Error(`No form with a button "${button}" in: ${html.replace(/\s+/g, ' ')}`)
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&')
}

/** A code verifier and its challenge. */
export function createPkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** The address of an authorization request; `undefined` leaves a parameter out. */
export function authorizeUrl(parameters: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  const defaults = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: REDIRECT,
    state: 'the-state',
    resource: BOOKING,
    scope: 'booking:read',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries({ ...defaults, ...parameters })) {
    if (value !== undefined) search.set(name, value)
  }
  return `/authorize?${search}`
}

/** Signs in with the first demo account, where asked. */
export async function signInAsAiko(browser: Browser, page: Visit): Promise<Visit> {
  return page.html.includes('Continue as Aiko')
    ? browser.submit(page, 'Continue as Aiko Tanaka')
    : page
}

/** Goes the whole way to a code, allowing what is asked. */
export async function obtainCode(
  browser: Browser,
  parameters: Record<string, string | undefined> = {},
) {
  const { verifier, challenge } = createPkce()
  const url = authorizeUrl({ code_challenge: challenge, ...parameters })
  let page = await signInAsAiko(browser, await browser.go(url))
  if (page.html.includes('value="allow"')) page = await browser.submit(page, 'Allow')
  const code = page.url.searchParams.get('code')
  if (!code) throw new Error(`No code: ${page.url.href} ${page.html.replace(/\s+/g, ' ')}`)
  return { code, verifier, location: page.url }
}

/** Posts a form to an endpoint and reads the answer. */
export async function postForm(
  { app }: Pick<TestIssuer, 'app'>,
  path: string,
  form: Record<string, string | undefined>,
  headers: Record<string, string> = {},
) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) if (value !== undefined) body.set(name, value)
  const response = await app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: body.toString(),
  })
  const text = await response.text()
  const json: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
  return { response, status: response.status, json }
}

/** Redeems a code as a public client. */
export function redeem(
  issuer: Pick<TestIssuer, 'app'>,
  code: { code: string; verifier: string },
  form: Record<string, string | undefined> = {},
) {
  return postForm(issuer, '/token', {
    grant_type: 'authorization_code',
    client_id: 'web',
    redirect_uri: REDIRECT,
    code: code.code,
    code_verifier: code.verifier,
    ...form,
  })
}

/** Refreshes as a public client. */
export function refresh(
  issuer: Pick<TestIssuer, 'app'>,
  refreshToken: unknown,
  form: Record<string, string | undefined> = {},
) {
  return postForm(issuer, '/token', {
    grant_type: 'refresh_token',
    client_id: 'web',
    refresh_token: String(refreshToken),
    ...form,
  })
}

/** What the issuer says of a token (RFC 7662), by default to the server that the tokens are for. */
export async function introspect(
  issuer: Pick<TestIssuer, 'app'>,
  token: unknown,
  headers = basic('booking', 'the-secret-of-booking'),
) {
  return (await postForm(issuer, '/introspect', { token: String(token) }, headers)).json
}

/** Does something many times at once. */
export function inParallel<value>(count: number, run: () => Promise<value>): Promise<value[]> {
  return Promise.all(Array.from({ length: count }, run))
}

/** Everything that the database keeps, as text. */
export async function dumpDatabase({ database }: Pick<TestIssuer, 'database'>): Promise<string> {
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT "table_name" AS "name" FROM information_schema.tables WHERE "table_schema" = 'auth'`
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS "row" FROM auth."${name}" t`),
    ),
  )
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

/** The header of HTTP Basic authentication (RFC 6749 §2.3.1). */
export function basic(id: string, secret: string): Record<string, string> {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
  return { authorization: `Basic ${btoa(`${encode(id)}:${encode(secret)}`)}` }
}
