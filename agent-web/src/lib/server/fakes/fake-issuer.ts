import { UnsecuredJWT } from 'jose'

/** The issuer as it is seen from outside, for tests: a `fetch` that answers for it. */
export interface FakeIssuer {
  fetch: typeof fetch
  /** Each request to the token endpoint. */
  tokenRequests: URLSearchParams[]
  revoked: string[]
  /** What the token endpoint does next (default: gives tokens). */
  next: (parameters: URLSearchParams) => Response | Promise<Response>
}

export const ISSUER = 'http://localhost:4100'
export const RESOURCE = 'http://localhost:4200/mcp'

/** Makes it; each refresh token works once, as at the real one. */
export function createFakeIssuer(claims: Record<string, unknown> = {}): FakeIssuer {
  let count = 0
  const spent = new Set<string>()
  const issuer: FakeIssuer = {
    tokenRequests: [],
    revoked: [],
    next: (parameters) => {
      const presented = parameters.get('refresh_token')
      if (presented && spent.has(presented)) return refusal('invalid_grant')
      if (presented) spent.add(presented)
      count += 1
      return Response.json(tokens(count, claims))
    },
    fetch: async (input, init) => {
      const { pathname } = new URL(String(input))
      if (pathname.startsWith('/.well-known')) return Response.json(metadata())
      const parameters = new URLSearchParams(String(init?.body))
      if (pathname === '/revoke') {
        issuer.revoked.push(parameters.get('token') ?? '')
        return new Response()
      }
      issuer.tokenRequests.push(parameters)
      return issuer.next(parameters)
    },
  }
  return issuer
}

/** An error answer of the token endpoint. */
export function refusal(error: string, status = 400): Response {
  return Response.json({ error }, { status })
}

function tokens(count: number, claims: Record<string, unknown>) {
  const token = { iss: ISSUER, aud: RESOURCE, sub: 'aiko', name: 'Aiko', ...claims }
  return {
    access_token: new UnsecuredJWT({ ...token, count }).encode(),
    refresh_token: `refresh-${count}`,
    token_type: 'Bearer',
    expires_in: 600,
  }
}

function metadata() {
  return {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    revocation_endpoint: `${ISSUER}/revoke`,
    authorization_response_iss_parameter_supported: true,
  }
}
