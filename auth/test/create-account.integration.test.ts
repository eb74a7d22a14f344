import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, createTestIssuer, type TestIssuer, type Visit } from './issuer-harness.ts'
import {
  createAccount,
  goTo,
  newEmail,
  PASSWORD,
  readCode,
  readMail,
  requestAccount,
} from './people-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())
beforeEach(() => {
  // No test counts for the limits of another.
  issuer.clock.now += 2 * 3600 * 1000
})

const findPerson = (email: string) => issuer.database.authUser.findUnique({ where: { email } })
const wrongFor = (code: string) => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))

/** What a page says, without what is another for each request. */
const plain = ({ html }: Visit, email: string) =>
  html
    .replaceAll(/(request|csrf|ticket)(=|" value=")[\w-]+/g, '$1')
    .replaceAll(email, 'the-address')

describe('the form for a new account', () => {
  it.each([
    ['an address without a host', { email: 'mio' }, 'email', 'This is not an email address.'],
    ['a short password', { password: 'short' }, 'password', 'Use at least 10 characters.'],
    [
      'a password like the address',
      { email: 'long@people.example', password: 'long@people.example' },
      'password',
      'must differ',
    ],
    ['no name', { name: ' \u200b ' }, 'name', 'Enter a name'],
  ])('is refused for %s, at its field, and keeps the rest', async (_name, fields, field, text) => {
    const typed = { name: 'Mio Abe', email: 'mio@people.example', ...fields }
    const { response, html } = await requestAccount(createBrowser(issuer), typed)
    expect(response.status).toBe(400)
    expect(html).toMatch(new RegExp(`id="${field}-error">[^<]*${text}`))
    const input = new RegExp(`<input[^>]* name="${field}"[^>]*>`).exec(html)?.[0]
    expect(input).toContain('aria-invalid="true"')
    expect(input).toContain(`aria-describedby="${field}-error`)
    if (field !== 'name') expect(html).toContain('value="Mio Abe"')
    expect(html).not.toContain(`value="${PASSWORD}"`)
  })

  it('shows hostile text as text', async () => {
    const name = '"><script>alert(1)</script>'
    const { html } = await requestAccount(createBrowser(issuer), { name, password: 'short' })
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;')
  })

  it('creates nothing until the code of the mail is typed', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    const page = await requestAccount(browser, { email })
    expect(page.html).toContain(`Enter the code that we sent to ${email}.`)
    expect(page.html).toMatch(/<input[^>]*inputmode="numeric"[^>]*autocomplete="one-time-code"/)
    expect(await findPerson(email)).toBeNull()
    expect(browser.cookies.has('toolgraph-auth-session')).toBe(false)

    const code = await readCode(browser, email)
    const consent = await browser.submit(page, 'Create account', { code })
    expect(consent.html).toContain('Allow Test web')
    const person = await findPerson(email)
    expect(person?.emailVerifiedAt?.getTime()).toBe(issuer.clock.now)
    const actions = await issuer.database.authAuditEvent.findMany({
      where: { OR: [{ userId: person?.id ?? '' }, { action: 'email.proof_sent' }] },
    })
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['email.proof_sent', 'account.created']),
    )
  })

  it('leads through in Japanese, mail and all', async () => {
    const browser = createBrowser(issuer, { 'accept-language': 'ja' })
    const email = newEmail()
    const form = await goTo(browser, '/password/register')
    const account = { name: '阿部 澪', email, password: PASSWORD }
    const page = await browser.submit(form, 'アカウントを作成', account)
    expect(page.html).toContain(`${email} にお送りした確認コード`)
    const [mail] = await readMail(browser, email)
    expect(mail?.subject).toBe('Toolgraphアカウント作成の確認コード')
    expect(mail?.text).toContain('有効期限は15分です')
    const code = (await readCode(browser, email)).replace(/\d/g, (digit) =>
      String.fromCodePoint(0xff10 + Number(digit)),
    )
    const consent = await browser.submit(page, 'アカウントを作成', { code })
    expect(consent.html).toContain('許可しますか')
  })
})

describe('an address that has an account', () => {
  it('gets the same page and the same refusals as one that has none; the mail alone says it', async () => {
    const [known, unknown] = [newEmail(), newEmail()]
    await createAccount(createBrowser(issuer), { email: known })
    const walk = async (email: string) => {
      const browser = createBrowser(issuer)
      const page = await requestAccount(browser, { email, password: 'another long password' })
      const wrong = await browser.submit(page, 'Create account', { code: '0000 0000' })
      const again = await browser.submit(wrong, 'Send a new code')
      const answers = [page, wrong, again]
      for (let tries = 0; tries < 6; tries += 1)
        answers.push(await browser.submit(again, 'Create account', { code: '0000 0000' }))
      return {
        statuses: answers.map(({ response }) => response.status),
        pages: answers.map((answer) => plain(answer, email)),
        mail: await readMail(browser, email),
      }
    }
    const [first, second] = [await walk(known), await walk(unknown)]
    expect(first.statuses).toEqual(second.statuses)
    expect(first.pages).toEqual(second.pages)
    expect(first.mail[0]?.subject).toBe('You already have a Toolgraph account')
    expect(first.mail[0]?.text).not.toMatch(/\d{4} \d{4}|\d{8}/)
    expect(first.mail).toHaveLength(3)
    expect(second.mail).toHaveLength(2)
    expect(second.mail[0]?.subject).toBe('Your code for a new Toolgraph account')
  })

  it('keeps its password', async () => {
    const email = newEmail()
    await createAccount(createBrowser(issuer), { email })
    const before = await findPerson(email)
    await requestAccount(createBrowser(issuer), { email, password: 'another long password' })
    expect(await findPerson(email)).toEqual(before)
  })
})

describe('the code', () => {
  it('is tried five times and no more by 100 guesses at once', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    const page = await requestAccount(browser, { email })
    const code = await readCode(browser, email)
    const guesses = await Promise.all(
      Array.from({ length: 100 }, () =>
        browser.submit(page, 'Create account', { code: wrongFor(code) }),
      ),
    )
    // 60 tries are heard from one network address, five of them are held against the code.
    const statuses = guesses.map(({ response }) => response.status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
    const wrong = guesses.filter(({ html }) => html.includes('This is not the code'))
    expect(wrong).toHaveLength(4)
    const [proof] = await issuer.database.authEmailProof.findMany({ where: { email } })
    expect(proof?.tries).toBe(5)

    await issuer.database.authThrottle.deleteMany()
    const late = await browser.submit(page, 'Create account', { code })
    expect(late.html).toContain('This code can no longer be used.')
    expect(await findPerson(email)).toBeNull()
  })

  it('creates one account for 50 that send the right one at once', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    const page = await requestAccount(browser, { email })
    const code = await readCode(browser, email)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => browser.submit(page, 'Create account', { code })),
    )
    expect(answers.filter(({ html }) => html.includes('value="allow"'))).toHaveLength(1)
    expect(await issuer.database.authUser.count({ where: { email } })).toBe(1)
    const created = await issuer.database.authAuditEvent.count({
      where: { action: 'account.created', userId: (await findPerson(email))?.id ?? '' },
    })
    expect(created).toBe(1)
  })

  it('is replaced by a new one, which has new tries', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    const page = await requestAccount(browser, { email })
    const first = await readCode(browser, email)
    for (let tries = 0; tries < 5; tries += 1)
      await browser.submit(page, 'Create account', { code: wrongFor(first) })
    const again = await browser.submit(page, 'Send a new code')
    expect(again.html).toContain('Another email is on its way.')
    const second = await readCode(browser, email)
    const old = await browser.submit(again, 'Create account', { code: first })
    expect(old.html).toContain('This is not the code')
    const consent = await browser.submit(again, 'Create account', { code: second })
    expect(consent.html).toContain('value="allow"')
  })

  it('ends after a quarter of an hour', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    const page = await requestAccount(browser, { email })
    const code = await readCode(browser, email)
    issuer.clock.now += 15 * 60 * 1000
    const late = await browser.submit(page, 'Create account', { code })
    expect(late.response.status).toBe(400)
    expect(late.html).toContain('Begin again')
    expect(await findPerson(email)).toBeNull()
    issuer.clock.now += 1
    await issuer.removeExpired()
    expect(await issuer.database.authEmailProof.count({ where: { email } })).toBe(0)
  })

  it('belongs to the ticket of the browser that asked, and to none besides', async () => {
    const [mine, theirs] = [createBrowser(issuer), createBrowser(issuer)]
    const email = newEmail()
    const page = await requestAccount(mine, { email })
    const other = await requestAccount(theirs, { email })
    // The last mail is theirs.
    const code = await readCode(mine, email)
    const refused = await mine.submit(page, 'Create account', { code })
    expect(refused.html).toContain('This is not the code')
    const ticket = page.url.searchParams.get('ticket') ?? ''
    const foreign = await theirs.submit(other, 'Create account', { code, ticket })
    expect(foreign.html).toContain('This is not the code')
    const consent = await theirs.submit(other, 'Create account', { code })
    expect(consent.html).toContain('value="allow"')
  })

  it('is of use to one of two that were asked for one address', async () => {
    const [one, two] = [createBrowser(issuer), createBrowser(issuer)]
    const email = newEmail()
    const first = await requestAccount(one, { email })
    const firstCode = await readCode(one, email)
    issuer.clock.now += 1
    const second = await requestAccount(two, { email })
    const secondCode = await readCode(two, email)
    const consent = await one.submit(first, 'Create account', { code: firstCode })
    expect(consent.html).toContain('value="allow"')
    const late = await two.submit(second, 'Create account', { code: secondCode })
    expect(late.html).toContain('There is an account with this email already.')
    expect(two.cookies.has('toolgraph-auth-session')).toBe(false)
  })

  it('stays out of the database, the audit log and the log', async () => {
    const mails: string[] = []
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { mailer: { send: async ({ text }) => void mails.push(text) } },
    )
    const email = newEmail()
    const browser = createBrowser(own)
    const page = await requestAccount(browser, { email })
    const code = /\b\d{4} \d{4}\b/.exec(mails[0] ?? '')?.[0] ?? ''
    await browser.submit(page, 'Create account', { code: wrongFor(code) })
    const { database } = own
    const rows = JSON.stringify([
      await database.authEmailProof.findMany(),
      await database.authAuditEvent.findMany(),
      await database.authThrottle.findMany(),
      await database.authRequest.findMany(),
      own.lines,
    ])
    const digits = code.replace(' ', '')
    for (const secret of [code, digits, PASSWORD, page.url.searchParams.get('ticket') ?? 'none'])
      expect(rows).not.toContain(secret)
    expect(digits).toMatch(/^\d{8}$/)
    const audit = JSON.stringify(await database.authAuditEvent.findMany())
    expect(audit).not.toContain(email)
  })
})

describe('the page that asks for the code', () => {
  it('ends with a page of its own for a ticket that nobody got', async () => {
    const browser = createBrowser(issuer)
    const page = await requestAccount(browser)
    const url = new URL(page.url)
    for (const ticket of ['', 'nonsense', 'x'.repeat(5_000)]) {
      url.searchParams.set('ticket', ticket)
      const { response, html } = await browser.go(url.href)
      expect(response.status).toBe(400)
      expect(html).toContain('Begin again')
    }
  })

  it('links to the outbox, in a tab of its own', async () => {
    const { html } = await requestAccount(createBrowser(issuer))
    expect(html).toMatch(/<a href="\/outbox\?lang=en" target="_blank" rel="noopener"/)
  })
})

describe('mail', () => {
  it('goes to one address five times an hour, whether it has an account or not', async () => {
    for (const isKnown of [true, false]) {
      const email = newEmail()
      if (isKnown) await createAccount(createBrowser(issuer), { email })
      issuer.clock.now += 2 * 3600 * 1000
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => requestAccount(createBrowser(issuer), { email })),
      )
      const statuses = answers.map(({ response }) => response.status).toSorted((a, b) => a - b)
      expect(statuses).toEqual([...Array(5).fill(200), ...Array(7).fill(429)])
      const refused = answers.find(({ response }) => response.status === 429)
      expect(refused?.html).toContain('Too many emails were asked for.')
      expect(Number(refused?.response.headers.get('retry-after'))).toBeGreaterThan(3000)
    }
  })

  it('is not sent more often by asking for new codes', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    let page = await requestAccount(browser, { email })
    for (let again = 0; again < 4; again += 1) page = await browser.submit(page, 'Send a new code')
    expect(page.html).toContain('Another email is on its way.')
    const code = await readCode(browser, email)
    const refused = await browser.submit(page, 'Send a new code')
    expect(refused.response.status).toBe(429)
    expect(refused.html).toContain('Too many emails were asked for.')
    const consent = await browser.submit(refused, 'Create account', { code })
    expect(consent.html).toContain('value="allow"')
  })

  it('is asked for by one network address thirty times an hour', async () => {
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { clientAddress: (request) => request.headers.get('x-test-address') ?? undefined },
    )
    const from = (address: string) => createBrowser(own, { 'x-test-address': address })
    const answers = await Promise.all(
      Array.from({ length: 35 }, () => requestAccount(from('192.0.2.1'))),
    )
    expect(answers.filter(({ response }) => response.status === 429)).toHaveLength(5)
    expect((await requestAccount(from('192.0.2.2'))).response.status).toBe(200)
  })

  it('that cannot be sent is said, to be tried again, and costs no try', async () => {
    let isDown = true
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      {
        mailer: {
          send: async () => {
            if (isDown) throw new Error('The server says: no such user mio@people.example')
          },
        },
      },
    )
    const email = newEmail()
    for (let tries = 0; tries < 6; tries += 1) {
      const { response, html } = await requestAccount(createBrowser(own), { email })
      expect(response.status).toBe(503)
      expect(html).toContain('The email could not be sent. Try again in a moment.')
      expect(html).toContain(`value="${email}"`)
    }
    expect(await issuer.database.authEmailProof.count({ where: { email } })).toBe(0)
    expect(own.lines.filter(({ message }) => message === 'Cannot send mail')).toHaveLength(6)
    isDown = false
    expect((await requestAccount(createBrowser(own), { email })).response.status).toBe(200)
  })
})
