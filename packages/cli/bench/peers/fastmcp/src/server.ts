import { FastMCP } from 'fastmcp'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as z from 'zod'

const { PUBLIC_URL = 'http://localhost:8787', ISSUER_URL = 'http://localhost:8788' } = process.env
const resource = `${PUBLIC_URL}/mcp`
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', ISSUER_URL))

interface Session extends Record<string, unknown> {
  name?: string
  scopes: string[]
}

const server = new FastMCP<Session>({
  name: 'my-server',
  version: '0.1.0',
  oauth: {
    enabled: true,
    authorizationServer: {
      issuer: ISSUER_URL,
      authorizationEndpoint: `${ISSUER_URL}/authorize`,
      tokenEndpoint: `${ISSUER_URL}/token`,
      jwksUri: `${ISSUER_URL}/.well-known/jwks.json`,
      responseTypesSupported: ['code'],
    },
    protectedResource: { resource, authorizationServers: [ISSUER_URL] },
  },
  authenticate: async (request) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const { payload } = await jwtVerify(token ?? '', keys, {
      issuer: ISSUER_URL,
      audience: resource,
      algorithms: ['ES256'],
      typ: 'at+jwt',
    }).catch(() => {
      throw new Response(null, { status: 401, statusText: 'Invalid token' })
    })
    return {
      name: payload['name'] as string | undefined,
      scopes: String(payload['scope'] ?? '').split(' '),
    }
  },
})

server.addTool({
  name: 'roll_die',
  description: 'Rolls one die and tells the value. Anybody may call it.',
  parameters: z.object({
    sides: z.int().min(2).max(100).default(6).describe('How many sides it has'),
  }),
  outputSchema: z.object({ value: z.int().describe('What it shows') }),
  annotations: { title: 'Roll a die', readOnlyHint: true, openWorldHint: false },
  execute: async ({ sides }) => {
    const data = { value: 1 + Math.floor(Math.random() * sides) }
    return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
  },
})

server.addTool({
  name: 'greet_me',
  description: 'Greets the signed-in person by name.',
  parameters: z.object({}),
  outputSchema: z.object({ greeting: z.string().describe('The words') }),
  annotations: { title: 'Greet me', readOnlyHint: true, openWorldHint: false },
  canAccess: (session) => session?.scopes.includes('greeting:read') === true,
  execute: async (_args, { session }) => {
    const data = { greeting: `Hello, ${session?.name ?? 'you'}` }
    return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
  },
})

await server.start({
  transportType: 'httpStream',
  httpStream: { port: Number(new URL(PUBLIC_URL).port), stateless: true },
})
