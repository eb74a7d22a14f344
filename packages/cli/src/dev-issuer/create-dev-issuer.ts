import { exportJWK, generateKeyPair } from 'jose'
import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { pageResponse } from '../dev/page-response.ts'
import { decide, showConsent } from './authorize.ts'
import type { Grant, IssuerContext, Resource } from './context.ts'
import { toMetadata } from './metadata.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import { register } from './register.ts'
import { signAccessToken } from './sign-access-token.ts'
import { answerToken } from './token.ts'

/** What the local issuer needs. */
export interface DevIssuerOptions {
  /** Its identifier, an origin on this machine. */
  issuer: string
  /** Reads the one server that tokens are for, each time anew. */
  readResource: () => Promise<Resource>
  /** Hears why a request was refused: an author looks for the mistake. */
  refused: (sentence: string) => void
  /** Milliseconds since the epoch. */
  now: () => number
}

/** An OAuth 2.1 authorization server for one machine and two fixed people. */
export interface DevIssuer {
  /** Its endpoints, to be mounted at the root of `issuer`. */
  readonly app: Hono
  /** Signs a token without any page, for the inspector. */
  issueToken(grant: Omit<Grant, 'isRevoked'>): Promise<string>
}

/** Programs in a browser may read these. */
const OPEN = { 'access-control-allow-origin': '*' }
const NOT_STORED = { ...OPEN, 'cache-control': 'no-store' }

/** Creates the issuer with keys of its own, which end with the process. */
export async function createDevIssuer(options: DevIssuerOptions): Promise<DevIssuer> {
  const context = await createContext(options)
  const app = new Hono()
  app.get('/.well-known/oauth-authorization-server', () =>
    Response.json(toMetadata(context), { headers: OPEN }),
  )
  app.get('/.well-known/jwks.json', () =>
    Response.json({ keys: [context.publicKey] }, { headers: OPEN }),
  )
  app.get('/authorize', (c) => showConsent(c.req.raw, context))
  app.post('/authorize', (c) => decide(c.req.raw, context))
  app.options('/register', answerPreflight)
  app.post('/register', async (c) =>
    Response.json(await register(c.req.raw, context), { status: 201, headers: NOT_STORED }),
  )
  app.options('/token', answerPreflight)
  app.post('/token', async (c) =>
    Response.json(await answerToken(c.req.raw, context), { headers: NOT_STORED }),
  )
  app.onError((error, c) => {
    if (!(error instanceof OAuthRefusal)) throw error
    options.refused(`${c.req.path}: ${error.message} (${error.code})`)
    return toRefusal(error, c)
  })
  return { app, issueToken: (grant) => signAccessToken(grant, context) }
}

async function createContext(options: DevIssuerOptions): Promise<IssuerContext> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const kid = crypto.randomUUID()
  return {
    ...options,
    privateKey,
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
    clients: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
  }
}

function answerPreflight(): Response {
  const headers = { ...OPEN, 'access-control-allow-headers': '*' }
  return new Response(null, { status: 204, headers })
}

async function toRefusal({ code, message }: OAuthRefusal, { req }: Context): Promise<Response> {
  if (req.path !== '/authorize') {
    const body = { error: code, error_description: message }
    return Response.json(body, { status: 400, headers: NOT_STORED })
  }
  const body = html`<main class="narrow">
    <h1>Cannot sign in</h1>
    <p>${message} <code>${code}</code></p>
  </main>`
  return pageResponse({ title: 'Cannot sign in', body, status: 400 })
}
