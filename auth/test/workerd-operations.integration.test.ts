import { createHash } from 'node:crypto'
import { PICTURES } from '@toolgraph/safe-fetch/testing'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { listen, type Listening } from './federation-harness.ts'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  GRAPH,
  ISSUER,
  obtainCode,
  redeem,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

const BEFORE = 'the-auth-secret-of-before'
const TODAY = 'the-auth-secret-of-today'

let database: TestDatabase
let application: Listening
let worker: ReturnType<typeof createTestHarness>
let app: TestIssuer['app']
let published: unknown

beforeAll(async () => {
  database = await createTestDatabase('auth')
  const node = await createTestIssuer(database, { secret: BEFORE })
  published = await (await node.app.request('/.well-known/jwks.json')).json()
  application = await listen((origin) => (request, response) => {
    const isLogo = request.url === '/logo'
    response.setHeader('content-type', isLogo ? 'image/png' : 'application/json')
    const document = {
      client_id: `${origin}/client.json`,
      client_name: 'Agent',
      redirect_uris: [`${origin}/callback`],
      logo_uri: `${origin}/logo`,
    }
    response.end(isLogo ? PICTURES.png : JSON.stringify(document))
  })
  worker = createTestHarness({
    root: import.meta.dirname,
    workers: [
      {
        configPath: '../wrangler.jsonc',
        vars: {
          TOOLGRAPH_MODE: 'development',
          ISSUER_URL: ISSUER,
          WEB_URL: 'http://localhost:4000',
          GRAPH_URL: 'http://localhost:4200',
          BOOKING_URL: 'http://localhost:4301',
          DATABASE_URL: database.url,
          TRUSTED_ORIGINS: application.origin,
          AUTH_SECRET: TODAY,
          AUTH_SECRET_PREVIOUS: BEFORE,
          AUDIT_RETENTION_DAYS: '30',
          MAIL_API_KEY: 'no mail is sent here',
        },
      },
    ],
  })
  await worker.listen()
  const request = (path: string, init?: object) =>
    worker.fetch(new URL(path, ISSUER).href, { ...init, redirect: 'manual' })
  // The harness uses nothing else of the application.
  app = { request } as unknown as TestIssuer['app']
})
afterAll(async () => {
  await worker?.close()
  await application?.close()
  await database?.close()
})

describe('the issuer in workerd', () => {
  it('opens what the secret before sealed, and says whether its database answers', async () => {
    expect(await (await app.request('/.well-known/jwks.json')).json()).toEqual(published)
    const health = await app.request('/healthz')
    expect(await health.json()).toEqual({ ok: true, name: 'auth', database: true })
  })

  it('shows the logo of an application whose host is known', async () => {
    const browser = createBrowser({ app })
    const client = {
      client_id: `${application.origin}/client.json`,
      redirect_uri: `${application.origin}/callback`,
      resource: GRAPH,
      scope: 'servers:write',
    }
    const { html } = await signInAsAiko(browser, await browser.go(authorizeUrl(client)))
    const path = `/client-logo/${createHash('sha256').update(PICTURES.png).digest('hex')}`
    expect(html).toContain(`<img src="${path}"`)
    const response = await app.request(path)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PICTURES.png)
  })

  it('seals anew and forgets what is old when its cron comes', async () => {
    const events = database.database.authAuditEvent
    const old = { action: 'sign_out', createdAt: new Date(Date.now() - 31 * 24 * 3600_000) }
    const { id } = await events.create({ data: old })
    const result = await worker.getWorker().scheduled({ cron: '*/10 * * * *' })
    expect(result.outcome).toBe('ok')
    expect(await events.findUnique({ where: { id } })).toBeNull()

    // Another replica needs the secret of before no longer.
    const node = await createTestIssuer(database, { secret: TODAY })
    expect(await (await node.app.request('/.well-known/jwks.json')).json()).toEqual(published)
    const tokens = await redeem(node, await obtainCode(createBrowser(node)))
    expect(tokens.status).toBe(200)
  })
})
