import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { CLIENT, createTraveller, startOidcProvider } from './federation-harness.ts'
import {
  authorizeUrl,
  createBrowser,
  createPkce,
  GRAPH,
  ISSUER,
  redeem,
  refresh,
  type TestIssuer,
} from './issuer-harness.ts'

const REDIRECT_URI = 'http://127.0.0.1:33418/callback'

let database: TestDatabase
let worker: ReturnType<typeof createTestHarness>
let mailService: Server
let acme: Awaited<ReturnType<typeof startOidcProvider>>
const mail: Record<string, string>[] = []
let app: TestIssuer['app']

beforeAll(async () => {
  database = await createTestDatabase('auth')
  acme = await startOidcProvider('acme')
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
          TRUSTED_ORIGINS: acme.origin,
          OIDC_PROVIDERS: JSON.stringify([
            { id: 'acme', name: 'Acme', issuer: acme.origin, ...CLIENT },
          ]),
          MAIL_FROM: 'no-reply@toolgraph.example',
          MAIL_API_URL: await startMailService(),
          MAIL_API_KEY: 'the-key-of-the-service',
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
  mailService?.close()
  await acme?.close()
  await database?.close()
})

/** A mail service on loopback; returns where mail is posted. */
async function startMailService(): Promise<string> {
  mailService = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      mail.push({ ...JSON.parse(body), key: request.headers.authorization ?? '' })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => {
    mailService.listen(0, '127.0.0.1', resolve)
  })
  const { port } = mailService.address() as AddressInfo
  return `http://127.0.0.1:${port}/emails`
}

describe('the issuer in workerd', () => {
  it('leads through registration, a new account, consent, tokens and refresh', async () => {
    const registered = await app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'none',
      }),
    })
    const { client_id: clientId } = await registered.json()
    const client = { client_id: clientId, redirect_uri: REDIRECT_URI }
    const { verifier, challenge } = createPkce()
    const browser = createBrowser({ app })
    const asked = { ...client, resource: GRAPH, scope: 'servers:write' }
    const signIn = await browser.go(authorizeUrl({ ...asked, code_challenge: challenge }))
    const href = /<a href="(\/password\/register[^"]*)"/.exec(signIn.html)?.[1] ?? ''
    const form = await browser.go(href.replaceAll('&amp;', '&'))
    const account = { name: 'Nao', email: 'nao@people.example', password: 'a long password' }
    const page = await browser.submit(form, 'Create account', account)
    const [sent] = mail
    expect(sent).toMatchObject({
      key: 'Bearer the-key-of-the-service',
      from: 'no-reply@toolgraph.example',
      to: account.email,
    })
    const typed = { code: /\d{4} \d{4}/.exec(sent?.['text'] ?? '')?.[0] ?? '' }
    const consent = await browser.submit(page, 'Create account', typed)
    const { url } = await browser.submit(consent, 'Allow')

    const code = { code: url.searchParams.get('code') ?? '', verifier }
    const { json } = await redeem({ app }, code, client)
    const claims = decodeJwt(String(json['access_token']))
    expect(claims).toMatchObject({ iss: ISSUER, aud: GRAPH, scope: 'servers:write', name: 'Nao' })
    const next = await refresh({ app }, json['refresh_token'], { client_id: clientId })
    expect(next.status).toBe(200)
  })

  it('leads through another provider, as the environment names it', async () => {
    const sub = crypto.randomUUID()
    acme.people.set(sub, { email: `${sub}@people.example`, email_verified: true, name: 'Kei' })
    const traveller = createTraveller({ app })
    // A client that the environment names.
    const redirect_uri = 'http://localhost:4000/auth/callback'
    const web = { client_id: 'agent-web', redirect_uri, resource: GRAPH, scope: 'servers:write' }
    const { verifier, challenge } = createPkce()
    const signIn = await traveller.go(authorizeUrl({ ...web, code_challenge: challenge }))
    const there = await traveller.submit(signIn, 'Continue with Acme')
    const fields = { login: sub, password: 'any' }
    const { url } = await traveller.submit(
      await traveller.submit(there, 'Sign-in', { fields }),
      'Continue',
    )
    const code = { code: url.searchParams.get('code') ?? '', verifier }
    const { json } = await redeem({ app }, code, { client_id: 'agent-web', redirect_uri })
    expect(decodeJwt(String(json['access_token']))).toMatchObject({ aud: GRAPH, name: 'Kei' })
  })

  it('publishes one set of keys from fifty requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await app.request('/.well-known/jwks.json')).text()),
    )
    expect(new Set(answers).size).toBe(1)
  })
})
