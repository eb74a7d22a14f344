import { authorizeUrl, type Browser, type Visit } from './issuer-harness.ts'

/** The password of accounts that tests create. */
export const PASSWORD = 'correct horse battery'

/** A mail, as the outbox shows it. */
export interface ReadMail {
  to: string
  subject: string
  text: string
}

/** An address of nobody's yet. */
export const newEmail = () => `${crypto.randomUUID()}@people.example`

/** Goes to the sign-in page and on to one that it links to. */
export async function goTo(browser: Browser, path: string, from?: Visit): Promise<Visit> {
  const page = from ?? (await browser.go(authorizeUrl({ prompt: 'login' })))
  const href = new RegExp(`<a href="(${path}[^"]*)"`).exec(page.html)?.[1] ?? ''
  return browser.go(href.replaceAll('&amp;', '&'))
}

/** Sends the form for a new account; what follows asks for the code. */
export async function requestAccount(
  browser: Browser,
  fields: Record<string, string> = {},
  from?: Visit,
): Promise<Visit> {
  const form = await goTo(browser, '/password/register', from)
  const account = { name: 'Mio', email: newEmail(), password: PASSWORD, ...fields }
  return browser.submit(form, 'Create account', account)
}

/** Creates an account the whole way; what follows is consent, or whatever else the request asks. */
export async function createAccount(
  browser: Browser,
  fields: Record<string, string> = {},
  from?: Visit,
): Promise<Visit> {
  const email = fields['email'] ?? newEmail()
  const page = await requestAccount(browser, { ...fields, email }, from)
  return browser.submit(page, 'Create account', { code: await readCode(browser, email) })
}

/** The code of the last mail to an address. */
export async function readCode(browser: Browser, email: string): Promise<string> {
  const [mail] = await readMail(browser, email)
  const code = /\b\d{4} \d{4}\b/.exec(mail?.text ?? '')?.[0]
  if (!code) throw new Error(`No code for ${email}: ${JSON.stringify(mail)}`)
  return code
}

/** What an address has got, newest first. */
export async function readMail(browser: Browser, email: string): Promise<ReadMail[]> {
  const { html } = await browser.go('/outbox')
  return [...html.matchAll(/<article[^>]*>([\s\S]*?)<\/article>/g)]
    .map(([, inside = '']) => ({
      to: between(inside, /<dd>([\s\S]*?)<\/dd>/),
      subject: between(inside, /<h2>([\s\S]*?)<\/h2>/),
      text: between(inside, /<pre>([\s\S]*?)<\/pre>/),
    }))
    .filter(({ to }) => to === email)
}

function between(html: string, pattern: RegExp): string {
  return pattern.exec(html)?.[1]?.trim() ?? ''
}
