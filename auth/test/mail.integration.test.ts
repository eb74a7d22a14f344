import { spawnSync } from 'node:child_process'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createTestDatabase } from '@toolgraph/testing'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttpMailer } from '../src/mail/http-mailer.ts'
import { createSmtpMailer } from '../src/mail/smtp-mailer.ts'
import { createOutbox } from '../src/storage/outbox.ts'
import { createBrowser, createTestIssuer, type TestIssuer } from './issuer-harness.ts'
import { newEmail, requestAccount } from './people-harness.ts'

const FROM = 'Toolgraph <no-reply@toolgraph.example>'
const MAIL = { to: 'mio@people.example', subject: '確認コード', text: 'コード: 1234 5678\n' }
const KEY = 'the-key-of-the-service'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

interface Delivered {
  from: string
  to: string[]
  source: string
  login?: string
}

/** A real mail server on loopback. */
async function startSmtp(options: ConstructorParameters<typeof SMTPServer>[0] = {}) {
  const delivered: Delivered[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'pass' ? done(null, { user: username }) : done(new Error(`No: ${username}`)),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        delivered.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString(),
          ...(session.user && { login: session.user }),
        })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  closing.push(() => server.close())
  const { port } = server.server.address() as AddressInfo
  return { delivered, port }
}

interface Posted {
  headers: IncomingHttpHeaders
  body: string
}

/** A real HTTP server on loopback. */
async function startApi(answer: { status: number; body?: string; headers?: object } | 'never') {
  const posted: Posted[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      posted.push({ headers: request.headers, body })
      if (answer === 'never') return
      response.writeHead(answer.status, { ...answer.headers }).end(answer.body ?? '{"id":"1"}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { posted, url: `http://127.0.0.1:${port}/emails` }
}

/** The refusal, all of it: what a log would show. */
async function refusalOf(sending: Promise<void>): Promise<{ code: unknown; shown: string }> {
  try {
    await sending
  } catch (error) {
    const { code, message, stack, cause } = error as Error & { code?: unknown }
    return { code, shown: `${message} ${stack} ${JSON.stringify(cause)}` }
  }
  throw new Error('The mail was sent')
}

describe('the SMTP mailer', () => {
  it('hands a mail to a real server, with a login', async () => {
    const { delivered, port } = await startSmtp()
    const mailer = createSmtpMailer({ url: `smtp://user:pass@127.0.0.1:${port}`, from: FROM })
    await mailer.send(MAIL)
    expect(delivered).toHaveLength(1)
    expect(delivered[0]).toMatchObject({
      from: 'no-reply@toolgraph.example',
      to: ['mio@people.example'],
      login: 'user',
    })
    const source = delivered[0]?.source ?? ''
    expect(source).toMatch(/^From: Toolgraph <no-reply@toolgraph\.example>\r$/m)
    expect(source).toMatch(/^To: mio@people\.example\r$/m)
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/im)
    expect(source).toContain('Subject: =?UTF-8?')
    const encoded = source.split('\r\n\r\n')[1] ?? ''
    expect(Buffer.from(encoded, 'base64').toString()).toContain('1234 5678')
  })

  it.each([
    ['a server that refuses the address', { onRcptTo: refuseRecipient }, 'ERR_MAIL_REFUSED'],
    ['a server that refuses the login', { authOptional: false, onAuth: refuseLogin }, 'ERR_MAIL_'],
  ])('says so of %s, without the address, the text or the password', async (_name, more, code) => {
    const { port } = await startSmtp(more)
    const url = `smtp://user:pass@127.0.0.1:${port}`
    const refusal = await refusalOf(createSmtpMailer({ url, from: FROM }).send(MAIL))
    expect(refusal.code).toContain(code)
    expect(refusal.shown).not.toMatch(/mio@|1234|pass\b|user/)
  })

  it('gives up on a server that is not there or says nothing', async () => {
    const closed = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: FROM })
    expect(await refusalOf(closed.send(MAIL))).toMatchObject({ code: 'ERR_MAIL_UNREACHABLE' })

    const { url } = await startApi('never')
    const { port } = new URL(url)
    const silent = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: FROM, timeoutMs: 300 })
    expect(await refusalOf(silent.send(MAIL))).toMatchObject({ code: 'ERR_MAIL_UNREACHABLE' })
  })

  it('does not speak in the clear with a server elsewhere', async () => {
    const { delivered, port } = await startSmtp()
    // This machine by a name that does not say so.
    const elsewhere = `smtp://[::ffff:127.0.0.1]:${port}`
    const mailer = createSmtpMailer({ url: elsewhere, from: FROM })
    expect((await refusalOf(mailer.send(MAIL))).shown).toContain('the mail server')
    expect(delivered).toEqual([])
    await createSmtpMailer({ url: `${elsewhere}?requireTLS=false`, from: FROM }).send(MAIL)
    expect(delivered).toHaveLength(1)
  })
})

function refuseRecipient(
  address: { address: string },
  _session: unknown,
  done: (e: Error) => void,
) {
  const error = Object.assign(new Error(`No such user ${address.address}`), { responseCode: 550 })
  done(error)
}

function refuseLogin(
  auth: { username?: string | undefined },
  _session: unknown,
  done: (e: Error) => void,
) {
  done(new Error(`No such login ${auth.username}`))
}

describe('the HTTP mailer', () => {
  it('posts a mail as JSON with the key', async () => {
    const { posted, url } = await startApi({ status: 200 })
    await createHttpMailer({ url, key: KEY, from: FROM, fetch }).send(MAIL)
    expect(posted).toHaveLength(1)
    expect(posted[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
    })
    expect(JSON.parse(posted[0]?.body ?? '')).toEqual({ from: FROM, ...MAIL })
  })

  it.each([
    ['401', { status: 401, body: `bad key ${KEY}` }],
    ['422', { status: 422, body: `no such user ${MAIL.to}` }],
    ['500', { status: 500, body: 'x'.repeat(100_000) }],
  ])('says so of an answer of %s, in its own words', async (status, answer) => {
    const { url } = await startApi(answer)
    const sending = createHttpMailer({ url, key: KEY, from: FROM, fetch }).send(MAIL)
    const { code, shown } = await refusalOf(sending)
    expect(code).toBe('ERR_MAIL_REFUSED')
    expect(shown).toContain(`HTTP ${status}`)
    expect(shown).not.toMatch(/the-key|mio@|1234/)
  })

  it('takes the key nowhere else', async () => {
    const other = await startApi({ status: 200 })
    const { url } = await startApi({ status: 307, headers: { location: other.url } })
    const sending = createHttpMailer({ url, key: KEY, from: FROM, fetch }).send(MAIL)
    expect((await refusalOf(sending)).code).toBe('ERR_MAIL_REFUSED')
    expect(other.posted).toEqual([])
  })

  it('gives up on a service that is not there or says nothing', async () => {
    const { url } = await startApi('never')
    for (const address of [url, 'http://127.0.0.1:1/emails']) {
      const mailer = createHttpMailer({ url: address, key: KEY, from: FROM, fetch, timeoutMs: 300 })
      const { code, shown } = await refusalOf(mailer.send(MAIL))
      expect(code).toBe('ERR_MAIL_UNREACHABLE')
      expect(shown).not.toMatch(/the-key|mio@/)
    }
  })
})

describe('the start of the issuer in production', () => {
  it('is refused without a way out for mail, in one sentence that says what to set', async () => {
    const { url, close } = await createTestDatabase('auth')
    const entry = path.resolve(import.meta.dirname, '../src/entry/node.ts')
    const started = spawnSync(process.execPath, [entry], {
      env: {
        PATH: process.env['PATH'],
        TOOLGRAPH_MODE: 'production',
        DATABASE_URL: url,
        AUTH_PORT: '0',
        AUTH_SECRET: 'one secret of our own',
        BOOKING_CLIENT_SECRET: 'another secret of our own',
        PRODUCT_CLIENT_SECRET: 'one more secret of our own',
        ORDER_CLIENT_SECRET: 'the secret of order, our own',
        FORM_CLIENT_SECRET: 'yet another secret of our own',
        GRAPH_CLIENT_SECRET: 'a third secret of our own',
      },
      encoding: 'utf8',
    })
    expect(started.status).toBe(1)
    expect(started.stderr.trim()).toMatch(
      /^Cannot start: accounts are confirmed by email.*MAIL_FROM$/,
    )
    await close()
  })
})

describe('the issuer', () => {
  let issuer: TestIssuer
  beforeAll(async () => {
    issuer = await createTestIssuer(await createTestDatabase('auth'))
  })
  afterAll(() => issuer.close())
  const another = (overrides: Parameters<typeof createTestIssuer>[1]) =>
    createTestIssuer({ ...issuer, close: async () => {} }, overrides)

  it('lets somebody in by a code that a real mail server took', async () => {
    const { delivered, port } = await startSmtp()
    const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: FROM })
    const own = await another({ mailer })
    const browser = createBrowser(own)
    const page = await requestAccount(browser, { email: newEmail() })
    expect(page.html).not.toContain('/outbox')
    const code = /\b\d{4} \d{4}\b/.exec(delivered[0]?.source ?? '')?.[0] ?? ''
    const consent = await browser.submit(page, 'Create account', { code })
    expect(consent.html).toContain('value="allow"')
    expect(await own.database.authOutboxMail.count()).toBe(0)
  })

  it('shows its outbox in development on loopback, newest first, hostile text as text', async () => {
    const store = createOutbox(issuer.database, () => issuer.clock.now)
    await store.send({ ...MAIL, subject: 'earlier' })
    issuer.clock.now += 1000
    await store.send({ ...MAIL, subject: '<script>alert(1)</script>' })
    const { html, response } = await createBrowser(issuer).go('/outbox')
    expect(response.status).toBe(200)
    expect(html).not.toContain('<script>')
    expect(html.indexOf('&lt;script&gt;')).toBeLessThan(html.indexOf('earlier'))
    expect(html.indexOf('&lt;script&gt;')).toBeGreaterThan(0)

    issuer.clock.now += 24 * 3600 * 1000 + 1
    await issuer.removeExpired()
    expect(await issuer.database.authOutboxMail.count()).toBe(0)
  })

  it('has no outbox where mail is sent, on an issuer of the internet, or under a foreign name', async () => {
    const https = 'https://auth.example'
    const sending = await another({ mailer: { send: async () => {} } })
    const onTheNet = await another({ issuer: https })
    expect((await sending.app.request('/outbox')).status).toBe(404)
    expect((await onTheNet.app.request(`${https}/outbox`)).status).toBe(404)
    expect((await issuer.app.request('http://rebound.example:4100/outbox')).status).toBe(404)
    expect((await issuer.app.request('/outbox', { method: 'POST' })).status).toBe(404)
  })
})
