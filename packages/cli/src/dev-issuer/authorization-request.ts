import type { Client, IssuerContext, Resource } from './context.ts'
import { OAuthRefusal, type OAuthErrorCode } from './oauth-refusal.ts'
import { isLoopback } from './register.ts'

/** Where the answer to an authorization request goes. */
export interface ReturnAddress {
  readonly client: Client
  readonly redirectUri: string
  readonly state: string | null
}

/** What a client asks a person for. */
export interface AuthorizationRequest {
  readonly resource: Resource
  readonly scopes: readonly string[]
  readonly challenge: string
}

/** Clients ask for it to get a refresh token; here they always get one. */
const OFFLINE = 'offline_access'

/**
 * Reads where the answer goes. Until that is known a refusal is shown to the person, and nobody is
 * sent anywhere (OAuth 2.1 §7.12).
 */
export function readReturnAddress(
  query: URLSearchParams,
  { clients }: IssuerContext,
): ReturnAddress {
  const client = clients.get(query.get('client_id') ?? '')
  if (client === undefined) {
    throw new OAuthRefusal(
      'invalid_client',
      'No such client_id: this issuer forgets its clients when "toolgraph dev" ends, so register anew',
    )
  }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris.some((registered) => isSameRedirect(registered, redirectUri))) {
    throw new OAuthRefusal('invalid_request', 'This redirect_uri is none of the client')
  }
  return { client, redirectUri, state: query.get('state') }
}

/** Reads the request itself; a refusal goes back to the client. */
export async function readAuthorizationRequest(
  query: URLSearchParams,
  { readResource }: IssuerContext,
): Promise<AuthorizationRequest> {
  const resource = await readResource()
  demand(
    query.get('response_type') === 'code',
    'unsupported_response_type',
    'Send response_type=code',
  )
  const challenge = query.get('code_challenge') ?? ''
  demand(
    /^[\w-]{43}$/.test(challenge) && query.get('code_challenge_method') === 'S256',
    'invalid_request',
    'Send a code_challenge with code_challenge_method=S256 (PKCE)',
  )
  const wanted = query.getAll('resource')
  demand(
    wanted.length === 1 && wanted[0] === resource.url,
    'invalid_target',
    `Send resource=${resource.url}, the only server of this issuer`,
  )
  return { resource, challenge, scopes: readScopes(query.get('scope'), resource) }
}

function readScopes(scope: string | null, { scopes }: Resource): string[] {
  const known = scopes.map(({ name }) => name)
  const asked = (scope ?? '').split(' ').filter((name) => name !== '' && name !== OFFLINE)
  const unknown = asked.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    const list = known.length > 0 ? known.join(', ') : 'none'
    throw new OAuthRefusal('invalid_scope', `The server has no such scope; it has ${list}`)
  }
  return asked.length > 0 ? [...new Set(asked)] : known
}

/** Byte for byte, but a program on this machine may take any port (RFC 8252 §7.3). */
function isSameRedirect(registered: string, asked: string): boolean {
  if (registered === asked) return true
  const [first, second] = [URL.parse(registered), URL.parse(asked)]
  if (first === null || second === null || !isLoopback(first)) return false
  first.port = ''
  second.port = ''
  return first.protocol === 'http:' && first.href === second.href
}

function demand(isMet: boolean, code: OAuthErrorCode, message: string): void {
  if (!isMet) throw new OAuthRefusal(code, message)
}
