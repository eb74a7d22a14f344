import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  obtainCode,
  redeem,
  refresh,
  type Browser,
  type TestIssuer,
  type Visit,
} from './issuer-harness.ts'
import { createAccount, goTo, newEmail, PASSWORD, readCode, readMail } from './people-harness.ts'

const NEXT = 'a password that is new'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())
beforeEach(() => {
  // No test counts for the limits of another.
  issuer.clock.now += 2 * 3600 * 1000
})

const signInWith = async (email: string, password: string) => {
  const browser = createBrowser(issuer)
  return browser.submit(await browser.go(authorizeUrl({})), 'Sign in', { email, password })
}

/** Somebody with an account, and the browser that made it. */
async function newPerson() {
  const browser = createBrowser(issuer)
  const email = newEmail()
  await createAccount(browser, { email })
  return { browser, email }
}

const ask = async (browser: Browser, email: string) =>
  browser.submit(await goTo(browser, '/password/forgot'), 'Send the code', { email })

/** As far as the page for the new password. */
async function prove(browser: Browser, email: string): Promise<Visit> {
  const page = await ask(browser, email)
  return browser.submit(page, 'Continue', { code: await readCode(browser, email) })
}

const plain = ({ html }: Visit, email: string) =>
  html
    .replaceAll(/(request|csrf|ticket)(=|" value=")[\w-]+/g, '$1')
    .replaceAll(email, 'the-address')

describe('a new password', () => {
  it('is set in the tab where it was asked for, which then goes on signed in', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const asked = await ask(browser, ` ${email.toUpperCase()} `)
    expect(asked.html).toContain(`If there is an account with ${email}, a code is on its way.`)
    const code = await readCode(browser, email)
    const chosen = await browser.submit(asked, 'Continue', { code })
    expect(chosen.html).toContain('autocomplete="new-password"')
    const consent = await browser.submit(chosen, 'Set the password', { password: NEXT })
    expect(consent.html).toContain('Allow Test web')

    expect((await signInWith(email, NEXT)).html).toContain('value="allow"')
    expect((await signInWith(email, PASSWORD)).html).toContain('do not match an account')
    const [mail] = await readMail(browser, email)
    expect(mail?.subject).toBe('Your Toolgraph password was changed')
    const person = await issuer.database.authUser.findUniqueOrThrow({ where: { email } })
    const events = await issuer.database.authAuditEvent.findMany({ where: { userId: person.id } })
    expect(events.map(({ action }) => action)).toContain('password.reset')
  })

  it('is set in Japanese', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer, { 'accept-language': 'ja' })
    const form = await goTo(browser, '/password/forgot')
    const asked = await browser.submit(form, 'コードを送信', { email })
    expect(asked.html).toContain(`${email} のアカウントがある場合は`)
    const code = await readCode(browser, email)
    const chosen = await browser.submit(asked, '次へ', { code })
    const consent = await browser.submit(chosen, 'パスワードを設定', { password: NEXT })
    expect(consent.html).toContain('許可しますか')
    const [changed, sent] = await readMail(browser, email)
    expect(changed?.subject).toBe('Toolgraphのパスワードが変更されました')
    expect(sent?.subject).toBe('Toolgraphパスワード再設定の確認コード')
  })

  it('ends every session, code and refresh family of the person, and nobody else’s', async () => {
    const { browser: first, email } = await newPerson()
    const other = await newPerson()
    const tokens = await redeem(issuer, await obtainCode(first))
    const ofOther = await redeem(issuer, await obtainCode(other.browser))
    const waiting = await obtainCode(first)
    const second = createBrowser(issuer)
    const chosen = await prove(second, email)
    await second.submit(chosen, 'Set the password', { password: NEXT })

    expect((await first.go('/')).html).not.toContain(email)
    expect((await second.go('/')).html).toContain(email)
    expect((await redeem(issuer, waiting)).json).toMatchObject({ error: 'invalid_grant' })
    const replays = issuer.database.authAuditEvent.count({ where: { action: 'code.replayed' } })
    expect(await replays, 'nobody spent it, so nobody is said to have spent it twice').toBe(0)
    const refreshed = await refresh(issuer, tokens.json['refresh_token'])
    expect(refreshed.json).toMatchObject({ error: 'invalid_grant' })

    expect((await other.browser.go('/')).html).toContain(other.email)
    expect((await refresh(issuer, ofOther.json['refresh_token'])).status).toBe(200)
  })

  it('is refused at its field when it is too short, and the code is not lost', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const chosen = await prove(browser, email)
    const refused = await browser.submit(chosen, 'Set the password', { password: 'short' })
    expect(refused.response.status).toBe(400)
    expect(refused.html).toContain('id="password-error">Use at least 10 characters.')
    const consent = await browser.submit(refused, 'Set the password', { password: NEXT })
    expect(consent.html).toContain('value="allow"')
  })

  it('is set once by twenty forms at once, and by none after them', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const chosen = await prove(browser, email)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        browser.submit(chosen, 'Set the password', { password: `${NEXT} ${index}` }),
      ),
    )
    const winner = answers.findIndex(({ html }) => html.includes('value="allow"'))
    expect(answers.filter(({ html }) => html.includes('value="allow"'))).toHaveLength(1)
    expect((await signInWith(email, `${NEXT} ${winner}`)).html).toContain('value="allow"')
    const late = await browser.submit(chosen, 'Set the password', { password: PASSWORD })
    expect(late.html).toContain('Begin again')
  })

  it('cannot be reached around the code', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const asked = await ask(browser, email)
    const ticket = asked.url.searchParams.get('ticket') ?? ''
    const url = new URL(asked.url)
    url.pathname = '/password/new'
    const page = await browser.go(url.href)
    expect(page.html).toContain('Begin again')
    const chosen = await prove(browser, email)
    const forged = await browser.submit(chosen, 'Set the password', { password: NEXT, ticket })
    expect(forged.html).toContain('Begin again')
    expect((await signInWith(email, PASSWORD)).html).toContain('value="allow"')
  })

  it('ends the proofs under way for the same address', async () => {
    const { email } = await newPerson()
    const [one, two] = [createBrowser(issuer), createBrowser(issuer)]
    const earlier = await prove(one, email)
    issuer.clock.now += 1
    const chosen = await prove(two, email)
    await two.submit(chosen, 'Set the password', { password: NEXT })
    const late = await one.submit(earlier, 'Set the password', { password: PASSWORD })
    expect(late.html).toContain('Begin again')
  })

  it('can be the first one of a person who signs in elsewhere', async () => {
    const { email } = await newPerson()
    await issuer.database.authUser.update({ where: { email }, data: { passwordHash: null } })
    expect((await signInWith(email, PASSWORD)).html).toContain('do not match an account')
    const browser = createBrowser(issuer)
    await browser.submit(await prove(browser, email), 'Set the password', { password: NEXT })
    expect((await signInWith(email, NEXT)).html).toContain('value="allow"')
  })

  it('lets in again whoever was turned away for wrong ones', async () => {
    const { email } = await newPerson()
    for (let slip = 0; slip < 9; slip += 1) await signInWith(email, 'a slip')
    expect((await signInWith(email, PASSWORD)).response.status).toBe(429)
    const browser = createBrowser(issuer)
    await browser.submit(await prove(browser, email), 'Set the password', { password: NEXT })
    expect((await signInWith(email, NEXT)).html).toContain('value="allow"')
  })

  it('is set although the mail that tells of it cannot be sent', async () => {
    const { email } = await newPerson()
    const mails: { subject: string; text: string }[] = []
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      {
        now: () => issuer.clock.now,
        mailer: {
          send: async (mail) => {
            if (mail.subject.includes('changed')) throw new Error('down')
            mails.push(mail)
          },
        },
      },
    )
    const browser = createBrowser(own)
    const asked = await ask(browser, email)
    const code = /\d{4} \d{4}/.exec(mails[0]?.text ?? '')?.[0] ?? ''
    const chosen = await browser.submit(asked, 'Continue', { code })
    const consent = await browser.submit(chosen, 'Set the password', { password: NEXT })
    expect(consent.html).toContain('value="allow"')
    expect(own.lines.map(({ message }) => message)).toContain('Cannot send mail')
  })
})

describe('what is under way while the password changes', () => {
  /** Runs something while another connection has changed rows of the person, and has not said so yet. */
  async function during(change: (rows: Rows) => Promise<unknown>, act: () => Promise<Visit>) {
    let acting: Promise<Visit> | undefined
    await issuer.database.$transaction(async (rows) => {
      await change(rows)
      acting = act()
      // Whoever waits for those rows is let go by the commit; whoever does not is done by itself.
      await Promise.race([acting, untilSomebodyWaits()])
    })
    if (!acting) throw new Error('Nothing was done')
    return acting
  }

  type Rows = Pick<TestIssuer['database'], 'authUser' | 'authSession'>

  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const waiting = await issuer.database.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      if (waiting.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  it('a sign-in by the password before leaves nobody signed in', async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const form = await browser.go(authorizeUrl({}))
    const page = await during(
      ({ authUser }) => authUser.update({ where: { email }, data: { passwordHash: 'another' } }),
      () => browser.submit(form, 'Sign in', { email, password: PASSWORD }),
    )
    expect(page.html).not.toContain('value="allow"')
    expect(browser.cookies.has('toolgraph-auth-session')).toBe(false)
  })

  it.each([
    ['at once', true],
    ['from the page that asks', false],
  ])('a session that ends gives no code, %s', async (_name, isRemembered) => {
    const { browser, email } = await newPerson()
    if (isRemembered) await obtainCode(browser)
    const asked = isRemembered ? undefined : await browser.go(authorizeUrl({}))
    const { id } = await issuer.database.authUser.findUniqueOrThrow({ where: { email } })
    const page = await during(
      ({ authSession }) => authSession.deleteMany({ where: { userId: id } }),
      () => (asked ? browser.submit(asked, 'Allow') : browser.go(authorizeUrl({}))),
    )
    expect(page.url.searchParams.has('code')).toBe(false)
    expect(page.response.status).toBeLessThan(500)
  })
})

describe('asking for a new password', () => {
  it('shows the same pages whether or not there is an account', async () => {
    const { email: known } = await newPerson()
    const walk = async (email: string) => {
      const browser = createBrowser(issuer)
      const page = await ask(browser, email)
      const answers = [page]
      for (let tries = 0; tries < 6; tries += 1)
        answers.push(await browser.submit(page, 'Continue', { code: '12345678' }))
      answers.push(await browser.submit(page, 'Send a new code'))
      return {
        statuses: answers.map(({ response }) => response.status),
        pages: answers.map((answer) => plain(answer, email)),
        mail: await readMail(browser, email),
      }
    }
    const unknown = newEmail()
    const [first, second] = [await walk(known), await walk(unknown)]
    expect(first.statuses).toEqual(second.statuses)
    expect(first.pages).toEqual(second.pages)
    expect(first.mail[0]?.subject).toBe('Your code for a new Toolgraph password')
    expect(second.mail[0]?.subject).toBe('There is no Toolgraph account with this address')
    expect(second.mail[0]?.text).not.toMatch(/\d{4} \d{4}|\d{8}/)
  })

  it('is refused for what is no address', async () => {
    const { response, html } = await ask(createBrowser(issuer), 'mio')
    expect(response.status).toBe(400)
    expect(html).toContain('id="email-error">This is not an email address.')
  })

  it('leaves the public passwords of the ready accounts as they are', async () => {
    const browser = createBrowser(issuer)
    await ask(browser, 'aiko@demo.example')
    const [mail] = await readMail(browser, 'aiko@demo.example')
    expect(mail?.subject).toBe('There is no Toolgraph account with this address')
  })

  it('sends five mails an hour to one address, however many browsers ask', async () => {
    const { email } = await newPerson()
    issuer.clock.now += 2 * 3600 * 1000
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask(createBrowser(issuer), email)),
    )
    expect(answers.filter(({ response }) => response.status === 429)).toHaveLength(7)
    const mails = await readMail(createBrowser(issuer), email)
    expect(mails.filter(({ subject }) => subject.includes('password'))).toHaveLength(5)
  })
})
