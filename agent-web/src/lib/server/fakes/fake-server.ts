import { createSafeFetch, type SafeFetch } from '@toolgraph/safe-fetch'

export const SERVER_URL = 'https://rooms.example/mcp'
const SERVER = 'https://rooms.example'
const LINK_ISSUER = 'https://id.example'

/** Somebody's MCP server (of 2025-11-25) and its issuer, for tests: reached through a real `SafeFetch`. */
export interface FakeServer {
  fetch: SafeFetch
  /** Without sign-in for anybody. */
  isOpen: boolean
  /** The scopes that `book` needs. */
  bookingScopes: string[]
  /** Access tokens that pass, with their scopes. */
  granted: Map<string, string[]>
  tokenRequests: URLSearchParams[]
  registered: number
  revoked: string[]
  /** Names of the tools that ran. */
  ran: string[]
  /** What the token endpoint does next (default: gives tokens for the scopes of `asked`). */
  next: (parameters: URLSearchParams) => Response | Promise<Response>
  /** Scopes that the person allows at the consent page. */
  asked: string[]
  /** Told when a call is cancelled. */
  onCancelled: () => void
}

interface Message {
  id?: number
  method: string
  params?: { name?: string; _meta?: { progressToken?: number } }
}

/** Makes both. */
export function createFakeServer(): FakeServer {
  const spent = new Set<string>()
  const server: FakeServer = {
    fetch: createSafeFetch({ trustedOrigins: [], fetch: (url, init) => answer(url, init) }),
    isOpen: false,
    bookingScopes: ['rooms:write'],
    granted: new Map(),
    tokenRequests: [],
    registered: 0,
    revoked: [],
    ran: [],
    asked: ['rooms:read'],
    onCancelled: () => {},
    next: (parameters) => {
      const presented = parameters.get('refresh_token')
      if (presented && spent.has(presented))
        return Response.json({ error: 'invalid_grant' }, { status: 400 })
      if (presented) spent.add(presented)
      const count = server.tokenRequests.length
      server.granted.set(`access-${count}`, server.asked)
      return Response.json({
        access_token: `access-${count}`,
        refresh_token: `refresh-${count}`,
        token_type: 'Bearer',
        expires_in: 600,
        scope: server.asked.join(' '),
      })
    },
  }

  async function answer(url: string, init: RequestInit): Promise<Response> {
    const { origin, pathname } = new URL(url)
    if (origin === LINK_ISSUER) return answerAsIssuer(pathname, new Request(url, init))
    if (pathname === '/.well-known/oauth-protected-resource/mcp' && !server.isOpen)
      return Response.json({
        resource: SERVER_URL,
        authorization_servers: [LINK_ISSUER],
        scopes_supported: ['rooms:read', 'rooms:write'],
      })
    if (origin !== SERVER || pathname !== '/mcp') return new Response(null, { status: 404 })
    if (init.method !== 'POST') return new Response(null, { status: 405 })
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? ''
    const scopes = server.granted.get(token)
    if (!server.isOpen && !scopes) return challenge(401, 'rooms:read')
    const message: Message = JSON.parse(await new Response(init.body ?? '{}').text())
    return answerAsMcp(message, { scopes: scopes ?? [], signal: init.signal ?? undefined })
  }

  async function answerAsIssuer(pathname: string, request: Request): Promise<Response> {
    if (pathname === '/.well-known/oauth-authorization-server') return Response.json(METADATA)
    if (pathname === '/register') {
      server.registered += 1
      const asked: object = JSON.parse(await request.text())
      const given = { ...asked, client_id: `client-${server.registered}` }
      return Response.json(given, { status: 201 })
    }
    const parameters = new URLSearchParams(await request.text())
    if (pathname === '/revoke') {
      server.revoked.push(parameters.get('token') ?? '')
      return new Response()
    }
    if (pathname !== '/token') return new Response(null, { status: 404 })
    server.tokenRequests.push(parameters)
    return server.next(parameters)
  }

  async function answerAsMcp(
    { id, method, params }: Message,
    { scopes, signal }: { scopes: string[]; signal: AbortSignal | undefined },
  ): Promise<Response> {
    if (id === undefined) return new Response(null, { status: 202 })
    const reply = (result: unknown) => Response.json({ jsonrpc: '2.0', id, result })
    if (method === 'initialize')
      return reply({
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'rooms', version: '1.0.0' },
      })
    if (method === 'tools/list') return reply({ tools: TOOLS })
    if (method !== 'tools/call') return failure(id, -32601, 'Method not found')

    const name = params?.name ?? ''
    const missing = server.bookingScopes.filter((scope) => !scopes.includes(scope))
    if (name === 'book' && missing.length) return challenge(403, server.bookingScopes.join(' '))
    server.ran.push(name)
    if (name === 'wait') {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
      server.onCancelled()
      throw new Error('aborted')
    }
    if (name === 'refuse')
      return reply({ isError: true, content: [{ type: 'text', text: 'No room is free.' }] })
    return reply({
      content: [{ type: 'text', text: 'Booked.' }],
      structuredContent: { room: 'blue' },
    })
  }

  return server
}

const METADATA = {
  issuer: LINK_ISSUER,
  authorization_endpoint: `${LINK_ISSUER}/authorize`,
  token_endpoint: `${LINK_ISSUER}/token`,
  registration_endpoint: `${LINK_ISSUER}/register`,
  revocation_endpoint: `${LINK_ISSUER}/revoke`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
}

const TOOLS = ['list', 'book', 'wait', 'refuse'].map((name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object' },
}))

function challenge(status: 401 | 403, scope: string): Response {
  const error = status === 403 ? ', error="insufficient_scope"' : ''
  const value = `Bearer resource_metadata="${SERVER}/.well-known/oauth-protected-resource/mcp", scope="${scope}"${error}`
  return new Response(null, { status, headers: { 'www-authenticate': value } })
}

function failure(id: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id, error: { code, message } })
}
