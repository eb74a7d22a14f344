import * as z from 'zod'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { callRequest } from '../../test/requests.ts'
import { createMcpWorker, EnvironmentError } from '../index.ts'
import { createTestClient, createTestIssuer } from '../testing.ts'

const SECRET = 'hunter2-hunter2'
const annotations = { readOnlyHint: true } as const

const schema = z.object({
  PUBLIC_URL: z.url(),
  API_KEY: z.string().min(32, { error: ({ input }) => `"${String(input)}" is too short` }),
  MODE: z.enum(['fast', 'careful']).default('careful'),
  RETRIES: z.coerce.number().int().max(5).default(2),
  LIMITS: z
    .string()
    .transform((text) => z.object({ [SECRET]: z.number() }).parse(JSON.parse(text)))
    .optional(),
})

const good = { PUBLIC_URL: 'https://rooms.test', API_KEY: 'k'.repeat(32), RETRIES: '3' }
const logged: unknown[] = []
const tell = (...words: unknown[]) => void logged.push(words)

const worker = createMcpWorker({
  env: schema,
  name: 'test.rooms/environment',
  version: '1.0.0',
  description: 'Reads its environment',
  url: (env) => `${env.PUBLIC_URL}/mcp`,
  log: { info: tell, warn: tell, error: tell },
}).mcpTool(
  'read',
  z.object({}),
  (_args, { env }) => {
    expectTypeOf(env).toEqualTypeOf<z.output<typeof schema>>()
    return { names: Object.keys(env), retries: env.RETRIES }
  },
  { annotations },
)

describe('a worker with a schema of its environment', () => {
  it('gives its tools what the schema made of it, and nothing else', async () => {
    const client = await createTestClient(worker, { env: { ...good, PATH: '/bin' } })
    expect(await client.callRaw('read')).toMatchObject({
      structuredContent: { names: ['PUBLIC_URL', 'API_KEY', 'MODE', 'RETRIES'], retries: 3 },
    })
  })

  it.each<[string, object | undefined, string]>([
    ['nothing', undefined, 'PUBLIC_URL is missing; API_KEY is missing'],
    [
      'values that do not fit',
      { PUBLIC_URL: SECRET, API_KEY: SECRET, MODE: SECRET, RETRIES: SECRET },
      'PUBLIC_URL must be a valid url; API_KEY must have at least 32 characters; MODE must be one of fast, careful; RETRIES must be of the type number',
    ],
    ['a number too large', { ...good, RETRIES: '9' }, 'RETRIES must be at most 5'],
    ['what throws', { ...good, LIMITS: SECRET }, 'LIMITS is not valid'],
    ['what throws further in', { ...good, LIMITS: '{}' }, 'LIMITS is not valid'],
  ])('names every variable and no value, given %s', async (_case, env, problems) => {
    expect(() => worker.checkEnvironment(env)).toThrow(
      new EnvironmentError(problems.split('; ')).message,
    )
    logged.length = 0
    const response = await worker.fetch(callRequest('read', {}), env)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/API_KEY|hunter2/)
    const [[, { error }]] = logged as [[string, { error: Error }]]
    expect(error.message).toBe(`Cannot use the environment: ${problems}`)
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(SECRET)
  })

  it('is checked once an environment object', async () => {
    let count = 0
    const counting = createMcpWorker({
      env: z.object({ A: z.string().refine(() => (count += 1)) }),
      name: 'test.rooms/counting',
      version: '1.0.0',
      description: 'Counts',
      url: 'https://rooms.test/mcp',
    }).mcpTool('read', z.object({}), (_args, { env }) => env.A, { annotations })
    const env = { A: 'a' }
    for (let n = 0; n < 3; n += 1) await counting.fetch(callRequest('read', {}), env)
    expect(count).toBe(1)
  })

  it('says what it is without its secrets', () => {
    const { API_KEY: _secret, ...known } = good
    expect(worker.manifest(known).url).toBe('https://rooms.test/mcp')
  })
})

describe('the scopes of a call', () => {
  it('are those of the token, and none in an anonymous call', async () => {
    const issuer = await createTestIssuer()
    const url = 'https://rooms.test/mcp'
    const open = createMcpWorker({
      name: 'test.rooms/open',
      version: '1.0.0',
      description: 'Open',
      url,
      issuer: issuer.issuer,
      fetch: issuer.fetch,
    }).mcpTool('scopes', z.object({}), (_args, { scopes }) => ({ scopes }), { annotations })

    const scopes = ['rooms:read', 'rooms:write']
    const token = await issuer.token({ resource: url, scopes })
    const known = await createTestClient(open, { env: undefined, token })
    expect(await known.callRaw('scopes')).toMatchObject({ structuredContent: { scopes } })
    const stranger = await createTestClient(open, { env: undefined })
    expect(await stranger.callRaw('scopes')).toMatchObject({ structuredContent: { scopes: [] } })
  })
})
