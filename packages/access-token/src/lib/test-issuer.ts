import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'

/** How a test's issuer is. */
export interface TestIssuerOptions {
  /** The issuer identifier (default: `https://issuer.test`) */
  issuer?: string
  /** Milliseconds since the epoch (default: `Date.now`) */
  now?: () => number
}

/** What a token of a test says. Everything may be wrong on purpose. */
export interface TestTokenOptions {
  resource: string
  subject?: string
  clientId?: string
  scopes?: readonly string[]
  /** Seconds from now; negative for an expired token (default: 600) */
  expiresIn?: number
  /** Claims to add or replace; `undefined` takes one away. */
  claims?: Record<string, unknown>
  /** Fields of the header to replace. */
  header?: { alg?: string; typ?: string; kid?: string }
}

/** An issuer that lives in the test's own process, without a socket. */
export interface TestIssuer {
  readonly issuer: string
  /** Answers requests for the issuer's documents, and refuses all others. */
  readonly fetch: typeof fetch
  /** The address of every request that came so far. */
  readonly requests: readonly string[]
  /** The public key, as the key set shows it. */
  readonly publicKey: JWK
  /** Signs an access token (RFC 9068). */
  token(options: TestTokenOptions): Promise<string>
  /** Makes a new key, as a rotation would; older tokens stay valid. */
  rotate(): Promise<void>
  /** Makes every further request fail, as an outage would, until it is called with `false`. */
  fail(isDown: boolean): void
}

/** Creates an issuer for tests. */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { issuer = 'https://issuer.test', now = Date.now } = options
  const requests: string[] = []
  const published: JWK[] = []
  let isDown = false
  let current = await createKey()
  published.push(current.publicKey)

  const answer: typeof fetch = async (input) => {
    const url = String(input instanceof Request ? input.url : input)
    requests.push(url)
    if (isDown) throw new TypeError('fetch failed')
    if (url === `${issuer}/.well-known/oauth-authorization-server`) {
      return Response.json(metadataOf(issuer))
    }
    if (url === `${issuer}/.well-known/jwks.json`) return Response.json({ keys: published })
    return new Response('not found', { status: 404 })
  }

  return {
    issuer,
    requests,
    fetch: answer,
    get publicKey() {
      return current.publicKey
    },
    async token(token) {
      const header = { alg: 'ES256', typ: 'at+jwt', kid: current.kid, ...token.header }
      const claims = claimsOf(issuer, Math.floor(now() / 1000), token)
      return new SignJWT(claims).setProtectedHeader(header).sign(current.privateKey)
    },
    async rotate() {
      current = await createKey()
      published.push(current.publicKey)
    },
    fail(value) {
      isDown = value
    },
  }
}

async function createKey() {
  const kid = crypto.randomUUID()
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return { kid, privateKey, publicKey: { ...jwk, kid, alg: 'ES256', use: 'sig' } }
}

function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  }
}

function claimsOf(issuer: string, now: number, options: TestTokenOptions): Record<string, unknown> {
  const { resource, subject = 'person-1', clientId = 'client-1', scopes = [] } = options
  return {
    iss: issuer,
    sub: subject,
    aud: resource,
    client_id: clientId,
    scope: scopes.join(' '),
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + (options.expiresIn ?? 600),
    ...options.claims,
  }
}
