import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

const REQUESTS = 'auth/test/threats.integration.test.ts'
const TOKENS = 'auth/test/token-threats.integration.test.ts'
const MODEL = 'auth/test/threat-model.integration.test.ts'
const INTEROP = 'auth/test/interop.integration.test.ts'
const PROPERTIES = 'auth/test/properties.integration.test.ts'
const TOKEN_PROPERTIES = 'auth/test/token-properties.integration.test.ts'
const HISTORY = 'auth/test/history.integration.test.ts'
const EXCHANGE = 'auth/test/exchange.integration.test.ts'
const CLIENT = 'packages/mcp-client/src/authorization.test.ts'
const DISCOVERY = 'packages/mcp-client/src/discover-server.test.ts'
const RESOURCE_SERVER = 'packages/access-token/src/lib/token-verifier.test.ts'
const WORKER = 'packages/worker-kit/src/lib/authorize.test.ts'
const GRAPH = 'graph/e2e/bad-input.integration.test.ts'
const CONNECTIONS = 'graph/e2e/connections.integration.test.ts'
const WEB_SESSION = 'agent-web/src/lib/server/sign-in/session.integration.test.ts'
const LINKING = 'agent-web/src/lib/server/linking/linking.integration.test.ts'

/** Each threat that is known, where the tests stand that defend us, and how their names begin. */
const THREATS: Record<string, [file: string, name: string][]> = {
  // What a stock OpenAuth 0.4.3 lets pass.
  'an unregistered redirect_uri': [
    [REQUESTS, 'RFC 6749 §3.1.2.4: an unregistered redirect_uri'],
    [REQUESTS, 'RFC 6749 §3.1: a redirect_uri that stands twice'],
  ],
  'a malformed redirect_uri of an unknown client': [
    [REQUESTS, 'RFC 6749 §4.1.2.1: %s is answered'],
  ],
  'an evil redirect_uri in a request that is wrong elsewhere': [
    [REQUESTS, 'RFC 9700 §4.11.2: a request %s is no way'],
  ],
  'a fault that redirects to what was not checked': [
    [REQUESTS, 'RFC 9700 §4.11.2: a fault inside is a page'],
  ],
  'no PKCE': [
    [REQUESTS, 'RFC 7636 §4.4.1: a request without a code_challenge'],
    [REQUESTS, 'RFC 9700 §4.8: a code is not redeemed with'],
  ],
  'a code_challenge without its method': [
    [REQUESTS, 'RFC 7636 §4.3: a challenge without a method'],
  ],
  'code_challenge_method=plain': [[REQUESTS, 'RFC 7636 §4.2: the code_challenge_method']],
  'parallel redemptions of one code': [
    [TOKENS, 'OAuth 2.1 §4.1.3: 100 parallel redemptions'],
    [TOKENS, 'OAuth 2.1 §4.1.3: a replay after success revokes the family'],
    [TOKENS, 'RFC 9700 §4.5: a code is bound to its client'],
  ],
  'response_type=token': [[REQUESTS, 'RFC 9700 §2.1.2: the response type']],
  'a refresh token with another client_id': [
    [TOKENS, 'RFC 6749 §10.4: a refresh token is of no use to another client'],
  ],
  'a refresh token that is used twice': [
    [TOKENS, 'OAuth 2.1 §4.3.1: 100 parallel refreshes leave one live family'],
    [TOKENS, 'OAuth 2.1 §4.3.1: a spent token that comes back revokes the family'],
  ],
  'x-forwarded-host': [
    [REQUESTS, 'RFC 8414 §3.3: a spoofed forwarded host changes nothing'],
    [REQUESTS, 'RFC 9700 §4.13: a spoofed forwarded host changes nothing'],
  ],
  'resource is ignored': [
    [TOKENS, 'RFC 8707 §2: the audience of a token'],
    [REQUESTS, 'RFC 8707 §2: no token is asked for'],
    [TOKENS, 'RFC 8707 §2.2: neither a code nor a refresh token leads to another server'],
  ],
  'a token response without token_type and cache-control': [
    [TOKENS, 'RFC 6749 §5.1: a token answer says Bearer'],
    [INTEROP, 'oauth4webapi, an independent client'],
  ],
  'an access token that says little and lives for a month': [
    [TOKENS, 'RFC 9068 §2: an access token is at+jwt'],
  ],
  'metadata without S256': [[REQUESTS, 'RFC 8414 §2: the metadata says S256']],
  'an answer without iss': [[REQUESTS, 'RFC 9207 §2: %s comes with iss']],
  'a log with queries': [[TOKENS, 'RFC 6819 §4.4.1.1: no query, code, token']],
  'codes and refresh tokens as they are': [
    [TOKENS, 'RFC 6819 §5.1.4.1.3: a code, a refresh token'],
  ],
  'a subject made of properties': [[TOKENS, 'RFC 9068 §2.2: the subject is the id of the account']],
  'one cookie for all flows of a browser': [
    [REQUESTS, 'RFC 6749 §4.1.1: two tabs, two clients and two languages'],
    [REQUESTS, 'RFC 6749 §10.12: one person never answers'],
    [REQUESTS, 'RFC 6749 §10.12: another browser than the one that asked'],
  ],
  'a token that exceeds what was consented, whatever is sent in whatever order': [
    [PROPERTIES, 'gives nobody who is signed in a token for more than they allowed'],
    [TOKEN_PROPERTIES, 'gives at /token no fault, and no token beyond what was consented'],
    [HISTORY, 'gives no token beyond what was consented, and revives no family, in any history'],
  ],
  'no consent': [[REQUESTS, 'RFC 6749 §10.2: no code is given that a person has not allowed']],

  // What happened to others.
  'a header that says who calls': [
    [MODEL, 'RFC 9700 §4.13: that say %j make nobody of anybody'],
    [MODEL, 'RFC 9700 §4.13: that name an address'],
  ],
  'a default secret in production': [
    [MODEL, 'RFC 6819 §5.1.4.1.1: the issuer does not boot in production'],
    [MODEL, 'RFC 6819 §5.1.4.1.1: nor with a default'],
  ],
  'another algorithm than ours': [
    [RESOURCE_SERVER, 'RFC 8725 §3.1: refuses an unsigned token (alg none)'],
    [RESOURCE_SERVER, 'RFC 8725 §3.1: refuses a token that was signed with the public key'],
    [RESOURCE_SERVER, 'RFC 8725 §3.3: refuses a token that another key signed'],
    [WORKER, 'with a token %s is refused, and nothing runs (RFC 6750 §3.1)'],
    [MODEL, 'RFC 8725 §3.1: %s is not active, is exchanged for nothing'],
  ],
  'a token for another audience': [
    [RESOURCE_SERVER, 'RFC 9068 §4: refuses a token %s'],
    [GRAPH, '%s is refused with a challenge by every face'],
  ],
  'an authorization_endpoint that a browser runs': [
    [DISCOVERY, 'CVE-2025-6514: refuses the authorization endpoint'],
  ],
  'an answer of another issuer': [[CLIENT, 'RFC 9207 §2.4: refuses with %s, and redeems nothing']],
  'credentials of another issuer': [
    [CLIENT, 'MCP 2026-07-28, client registration: keeps credentials by issuer'],
  ],
  'a token that is passed on': [
    [EXCHANGE, 'when it was sent to another server: its audience is not the actor'],
    [EXCHANGE, 'when another issuer signed it'],
    [LINKING, "MCP 2026-07-28, token passthrough: sends a server its own connection's token alone"],
  ],
  'a token of somebody else': [
    [LINKING, 'RFC 6819 §5.1.4.1.4: needs sign-in when the tokens were sealed for somebody else'],
    [CONNECTIONS, 'is neither read nor written, on any face'],
  ],
  'ciphertext that is moved to another row': [
    [MODEL, 'RFC 6819 §5.1.4.1.4: a sealed value that is put into another row does not open'],
    [MODEL, 'RFC 6819 §5.1.4.1.4: the successor of one refresh token'],
    [WEB_SESSION, 'RFC 6819 §5.1.4.1.4: does not open with the tokens of another row'],
  ],
  'a dump of the database': [
    [MODEL, 'RFC 6819 §5.1.4.1.3: no private key is in the database as it is'],
    [WEB_SESSION, 'RFC 6819 §5.1.4.1.3: is found by its cookie, and stored without anything'],
  ],
  'a form that another site sends': [
    [MODEL, 'RFC 6749 §10.12: is refused %s'],
    [MODEL, 'RFC 6749 §10.12: is refused from a page %s'],
    [MODEL, 'RFC 6749 §10.12: a link allows nothing'],
  ],
  'a page in a frame': [[MODEL, 'RFC 9700 §4.16: may not be framed']],
  'a consent page that does not say where the answer goes': [
    [MODEL, 'RFC 6749 §10.2: shows the host that the answer goes to'],
  ],
  "a stranger's text that becomes markup": [
    [MODEL, 'RFC 6749 §10.14: shows the words of a client'],
    [MODEL, 'RFC 6749 §10.14: shows what a person typed'],
  ],
}

const named = Object.entries(THREATS).flatMap(([threat, tests]) =>
  tests.map(([file, name]) => ({ threat, file, name })),
)

it.each(named)('$threat: a test in $file begins with "$name"', ({ file, name }) => {
  const source = readFileSync(path.join(ROOT, file), 'utf8')
  expect(source.includes(`'${name}`) || source.includes(`"${name}`)).toBe(true)
})
