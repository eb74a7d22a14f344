import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase } from '@toolgraph/testing'
import { freePort } from '@toolgraph/testing/ports'
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { basic, createTestIssuer, GRAPH, postForm, type TestIssuer } from './issuer-harness.ts'

const PAGE = path.join(import.meta.dirname, '../docs/trust-this-issuer.md')
const SECRET = 'the-secret-of-a-machine'
const silent = { info: () => {}, warn: () => {}, error: () => {} }

let issuer: TestIssuer
let service: RunningService
let issuerUrl: string
let isDown = false

beforeAll(async () => {
  service = await serveNode({
    name: 'auth',
    host: '127.0.0.1',
    port: 0,
    log: silent,
    fetch: (request) =>
      isDown && request.url.endsWith('jwks.json')
        ? new Response(null, { status: 503 })
        : issuer.app.fetch(request),
  })
  issuerUrl = `http://localhost:${service.port}`
})
afterAll(async () => {
  await service.stop()
  await issuer.close()
})

/** The program of the page, in a process of its own, as somebody would copy it. */
class Server {
  #process: ChildProcess | undefined
  resource = ''

  async start(): Promise<void> {
    const [, program = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8')) ?? []
    expect(program.split('\n').length).toBeLessThan(70)
    const port = await freePort()
    this.resource = `http://localhost:${port}/mcp`
    await openIssuer(this.resource)
    const child = spawn(process.execPath, ['--input-type=module'], {
      cwd: import.meta.dirname,
      env: { ISSUER: issuerUrl, RESOURCE: this.resource, PORT: String(port) },
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    child.stdin.end(program)
    this.#process = child
    const deadline = Date.now() + 30_000
    while (!(await fetch(this.resource).catch(() => undefined))) {
      if (Date.now() > deadline) throw new Error('The program of the page does not listen')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  stop(): void {
    this.#process?.kill()
  }

  async call(token?: string) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(this.resource, { headers })
    const challenge = response.headers.get('www-authenticate') ?? ''
    return { status: response.status, challenge, text: await response.text() }
  }
}

/** The issuer, with a machine that may call the server of the page and the graph. */
async function openIssuer(resource: string): Promise<void> {
  const scopes = ['tickets:read', 'tickets:write']
  issuer = await createTestIssuer(await createTestDatabase('auth'), {
    issuer: issuerUrl,
    clients: [
      {
        id: 'machine',
        name: 'Machine',
        secret: SECRET,
        machineAccess: { [resource]: scopes, [GRAPH]: ['servers:write'] },
      },
    ],
    fetch: async () =>
      Response.json({
        resource,
        name: 'example.tickets/tickets',
        title: 'Tickets',
        issuer: issuerUrl,
        scopes: scopes.map((name) => ({ name })),
      }),
  })
}

async function obtainToken(resource: string, scope: string): Promise<string> {
  const form = { grant_type: 'client_credentials', resource, scope }
  const { json } = await postForm(issuer, '/token', form, basic('machine', SECRET))
  return String(json['access_token'])
}

describe('the server of the page "Trust this issuer"', () => {
  const server = new Server()
  beforeAll(() => server.start())
  afterAll(() => server.stop())
  beforeEach(() => {
    isDown = false
  })

  const claims = () => ({ scope: 'tickets:read', client_id: 'machine' })
  const forge = () =>
    new SignJWT(claims())
      .setIssuer(issuerUrl)
      .setAudience(server.resource)
      .setSubject('machine')
      .setIssuedAt()
      .setExpirationTime('10m')

  it('cannot check a token while the issuer gives no keys, and does not blame the token', async () => {
    isDown = true
    const token = await obtainToken(server.resource, 'tickets:read')
    expect((await server.call(token)).status).toBe(503)
  })

  it('tells who is asked for tokens', async () => {
    const { status, challenge } = await server.call()
    expect(status).toBe(401)
    expect(challenge).not.toContain('error')
    const [, address = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? []
    const document = await fetch(address)
    expect(document.headers.get('content-type')).toBe('application/json')
    expect(await document.json()).toEqual({
      resource: server.resource,
      authorization_servers: [issuerUrl],
      scopes_supported: ['tickets:read'],
    })
  })

  it('takes a token of the issuer for itself', async () => {
    const answer = await server.call(await obtainToken(server.resource, 'tickets:read'))
    expect(answer).toMatchObject({ status: 200, text: 'Hello, machine\n' })
  })

  it('wants the scope that it names', async () => {
    const answer = await server.call(await obtainToken(server.resource, 'tickets:write'))
    expect(answer.status).toBe(403)
    expect(answer.challenge).toMatch(/^Bearer error="insufficient_scope", scope="tickets:read"/)
  })

  it.each<[name: string, token: () => Promise<string> | string]>([
    ['for another server', () => obtainToken(GRAPH, 'servers:write')],
    [
      'that has expired',
      async () => {
        issuer.clock.now -= 3600_000
        const token = await obtainToken(server.resource, 'tickets:read')
        issuer.clock.now += 3600_000
        return token
      },
    ],
    [
      'with the algorithm "none"',
      () =>
        new UnsecuredJWT(claims())
          .setIssuer(issuerUrl)
          .setAudience(server.resource)
          .setSubject('machine')
          .setExpirationTime('10m')
          .encode(),
    ],
    [
      'signed with the public key as a secret',
      async () => {
        const { keys } = await (await issuer.app.request('/.well-known/jwks.json')).json()
        const header = { alg: 'HS256', typ: 'at+jwt', kid: keys[0].kid }
        const secret = new TextEncoder().encode(JSON.stringify(keys[0]))
        return forge().setProtectedHeader(header).sign(secret)
      },
    ],
    [
      'signed by somebody else under a key id of the issuer',
      async () => {
        const { keys } = await (await issuer.app.request('/.well-known/jwks.json')).json()
        const { privateKey } = await generateKeyPair('ES256')
        const header = { alg: 'ES256', typ: 'at+jwt', kid: keys[0].kid }
        return forge().setProtectedHeader(header).sign(privateKey)
      },
    ],
    [
      'with a key that the issuer does not publish',
      async () => {
        const { privateKey } = await generateKeyPair('ES256')
        return forge()
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'x' })
          .sign(privateKey)
      },
    ],
    [
      'with a changed claim',
      async () => {
        const [head, body = '', signature] = (
          await obtainToken(server.resource, 'tickets:write')
        ).split('.')
        const changed = atob(body).replace('tickets:write', 'tickets:read')
        return `${head}.${btoa(changed).replaceAll('=', '')}.${signature}`
      },
    ],
    ['that is none', () => 'tgr_not-a-token'],
  ])('refuses a token %s', async (_name, token) => {
    const answer = await server.call(await token())
    expect(answer.status).toBe(401)
    expect(answer.challenge).toContain('error="invalid_token"')
  })
})
