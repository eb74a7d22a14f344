import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { createMcpHandler, protectedResourceHandler, withMcpAuth } from 'mcp-handler'
import * as z from 'zod'

const { PUBLIC_URL = 'http://localhost:8787', ISSUER_URL = 'http://localhost:8788' } = process.env
const resource = `${PUBLIC_URL}/mcp`

const handler = createMcpHandler(
  (server) => {
    server.registerTool(
      'roll_die',
      {
        title: 'Roll a die',
        description: 'Rolls one die and tells the value. Anybody may call it.',
        inputSchema: z.object({
          sides: z.int().min(2).max(100).default(6).describe('How many sides it has'),
        }),
        outputSchema: z.object({ value: z.int().describe('What it shows') }),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      ({ sides }) => {
        const data = { value: 1 + Math.floor(Math.random() * sides) }
        return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
      },
    )
    server.registerTool(
      'greet_me',
      {
        title: 'Greet me',
        description: 'Greets the signed-in person by name.',
        inputSchema: z.object({}),
        outputSchema: z.object({ greeting: z.string().describe('The words') }),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      (_args, { http }) => {
        const name = http?.authInfo?.extra?.['name']
        const data = { greeting: `Hello, ${name ?? 'you'}` }
        return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
      },
    )
  },
  { serverInfo: { name: 'my-server', version: '0.1.0' } },
)

const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', ISSUER_URL))
const guarded = withMcpAuth(
  handler,
  async (_request, token) => {
    if (token === undefined) return undefined
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER_URL,
      audience: resource,
      algorithms: ['ES256'],
      typ: 'at+jwt',
    })
    return {
      token,
      clientId: String(payload['client_id']),
      scopes: String(payload['scope'] ?? '').split(' '),
      expiresAt: payload.exp,
      extra: { name: payload['name'] },
    }
  },
  {
    required: true,
    requiredScopes: ['greeting:read'],
    resourceMetadataPath: '/.well-known/oauth-protected-resource/mcp',
  },
)

const app = new Hono()
app.get('/.well-known/oauth-protected-resource/mcp', ({ req }) =>
  protectedResourceHandler({ authServerUrls: [ISSUER_URL], resourceUrl: resource })(req.raw),
)
app.all('/mcp', ({ req }) => guarded(req.raw))
serve({ fetch: app.fetch, port: Number(new URL(PUBLIC_URL).port) })
