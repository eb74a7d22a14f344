import { McpServer } from '@modelcontextprotocol/server'
import { OAuthResourceServer, insufficientScope } from '@cloudflare/workers-oauth-provider'
import { createMcpHandler, getMcpAuthContext } from 'agents/mcp/server'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as z from 'zod'

interface Env {
  PUBLIC_URL: string
  ISSUER_URL: string
}

interface Person {
  name?: string
}

function createServer() {
  const server = new McpServer({ name: 'my-server', version: '0.1.0' })
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
    () => {
      const person = getMcpAuthContext()?.props as Person | undefined
      const data = { greeting: `Hello, ${person?.name ?? 'you'}` }
      return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
    },
  )
  return server
}

const handler = createMcpHandler(createServer)
let keys: ReturnType<typeof createRemoteJWKSet> | undefined

const createResourceServer = (env: Env) =>
  new OAuthResourceServer<Env, Person>({
    resourceMetadata: {
      resource: `${env.PUBLIC_URL}/mcp`,
      authorization_servers: [env.ISSUER_URL],
    },
    requiredScopes: ['greeting:read'],
    validateToken: () => async (resource, token) => {
      keys ??= createRemoteJWKSet(new URL('/.well-known/jwks.json', env.ISSUER_URL))
      const { payload } = await jwtVerify(token, keys, {
        issuer: env.ISSUER_URL,
        audience: resource,
        algorithms: ['ES256'],
        typ: 'at+jwt',
      }).catch(() => ({ payload: undefined }))
      if (payload === undefined) return null
      return {
        props: { name: payload['name'] as string | undefined },
        audience: resource,
        expiresAt: payload.exp,
        scope: String(payload['scope'] ?? '').split(' '),
        userId: payload.sub,
      }
    },
    handler: {
      fetch(request, env, ctx) {
        const scopes = ['greeting:read']
        if (!scopes.every((scope) => ctx.auth.scope.includes(scope))) {
          return insufficientScope(ctx.auth, scopes)
        }
        return handler(request, env, ctx)
      },
    },
  })

export default {
  fetch: (request, env, ctx) => createResourceServer(env).fetch(request, env, ctx),
} satisfies ExportedHandler<Env>
