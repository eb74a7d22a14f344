import { createTestDatabase } from '@toolgraph/testing'
import { TOKEN_EXCHANGE, type StaticClient } from '../src/clients/client.ts'
import type { AuthDependencies } from '../src/dependencies.ts'
import { createGrantStore } from '../src/storage/grant-store.ts'
import {
  basic,
  BOOKING,
  BOOKING_ANSWER,
  createBrowser,
  createTestIssuer,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  REDIRECT,
  SECOND_REDIRECT,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

/** Servers that act for people at each other. */
export const ORDER = 'http://localhost:4303/mcp'
export const PRODUCT = 'http://localhost:4302/mcp'
export const SHIP = 'http://localhost:4305/mcp'

/** What each server of the tests can be allowed. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  [BOOKING]: ['booking:read', 'booking:write'],
  [ORDER]: ['order:read', 'order:write'],
  [PRODUCT]: ['product:read', 'product:write'],
  [SHIP]: ['ship:read', 'ship:write'],
}

/** The servers that are actors, by the id of their client. */
export const ACTORS: Readonly<Record<string, string>> = {
  order: ORDER,
  product: PRODUCT,
  ship: SHIP,
  booking: BOOKING,
}

const ANSWERS: Readonly<Record<string, object>> = {
  [BOOKING]: BOOKING_ANSWER,
  [ORDER]: answerOf(ORDER, 'Order', '注文'),
  [PRODUCT]: answerOf(PRODUCT, 'Product', '商品'),
  [SHIP]: answerOf(SHIP, 'Ship', '配送'),
}

function answerOf(resource: string, title: string, ja: string) {
  return {
    resource,
    name: `dev.toolgraph/${title.toLowerCase()}`,
    title,
    titles: { ja },
    issuer: ISSUER,
    scopes: (SCOPES[resource] ?? []).map((name) => ({
      name,
      description: `${name.endsWith(':read') ? 'See' : 'Change'} what ${title} has`,
      descriptions: { ja: `${title}の${name.endsWith(':read') ? '参照' : '変更'}` },
    })),
  }
}

/** An address whose server the registry cannot be asked about. */
export const UNREACHABLE = 'http://localhost:4399/mcp'

/** A registry that knows the servers of the tests. */
export async function registry(input: string | URL | Request): Promise<Response> {
  const uri = new URL(input instanceof Request ? input.url : input).searchParams.get('uri') ?? ''
  if (uri === UNREACHABLE) throw new TypeError('fetch failed')
  const answer = ANSWERS[uri]
  return answer ? Response.json(answer) : Response.json({}, { status: 404 })
}

/** The secret of a configured client of the tests. */
export const secretOf = (id: string) => `the-secret-of-${id}`

const actors: StaticClient[] = Object.entries(ACTORS).map(([id, uri]) => ({
  id,
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
  secret: secretOf(id),
  actsAs: [uri],
  introspects: [uri],
}))

/** An issuer with servers that act for people. */
export async function createActorsIssuer(
  overrides: Partial<AuthDependencies> = {},
): Promise<TestIssuer> {
  return createTestIssuer(await createTestDatabase('auth'), {
    clients: [
      { id: 'web', name: 'Test web', redirectUris: [REDIRECT] },
      { id: 'second', name: 'Second', redirectUris: [SECOND_REDIRECT] },
      ...actors,
      { id: 'graph', name: 'Graph', secret: secretOf('graph'), introspects: 'all' },
      {
        id: 'robot',
        name: 'Robot',
        secret: secretOf('robot'),
        machineAccess: { [ORDER]: ['order:read'] },
      },
    ],
    fetch: registry,
    ...overrides,
  })
}

/** Who may sign in at the issuer of the tests. */
export type DemoName = 'Aiko Tanaka' | 'Ben Carter'

/** A browser in which somebody is signed in. */
export async function signedInBrowser(
  issuer: TestIssuer,
  name: DemoName = 'Aiko Tanaka',
): Promise<Browser> {
  const browser = createBrowser(issuer)
  const signIn = await browser.go(`/authorize?${requestFor(ORDER)}`)
  await browser.submit(signIn, `Continue as ${name}`)
  return browser
}

function requestFor(resource: string) {
  return new URLSearchParams({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: REDIRECT,
    resource,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
}

/** Tokens of a person for a server, as the server gets them from the person's application. */
export async function personTokens(
  issuer: TestIssuer,
  { name, resource = ORDER }: { name?: DemoName; resource?: string } = {},
) {
  const browser = await signedInBrowser(issuer, name)
  const scope = (SCOPES[resource] ?? []).join(' ')
  const code = await obtainCode(browser, { resource, scope })
  const { json } = await redeem(issuer, code)
  return { access: String(json['access_token']), refresh: String(json['refresh_token']), code }
}

/** Lets a person have allowed an actor something, as the consent page would. */
export async function grant(
  { database, clock }: TestIssuer,
  given: { userId: string; clientId: string; resource: string; scopes: readonly string[] },
): Promise<void> {
  const { scopes, ...key } = given
  await createGrantStore(database).add(key, scopes, new Date(clock.now))
}

/** The id of a ready account. */
export async function idOf({ database }: TestIssuer, name: DemoName): Promise<string> {
  return (await database.authUser.findFirstOrThrow({ where: { name } })).id
}

/** Asks for an exchange, as an actor. */
export function exchange(
  issuer: Pick<TestIssuer, 'app'>,
  form: Record<string, string | undefined>,
  actor = 'order',
) {
  return postForm(
    issuer,
    '/token',
    {
      grant_type: TOKEN_EXCHANGE,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      ...form,
    },
    basic(actor, secretOf(actor)),
  )
}
