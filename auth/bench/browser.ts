import type { HttpClient, Message } from './http-client.ts'

/** A browser without scripts: it keeps cookies and follows redirects within one origin. */
export interface Browser {
  cookies: Map<string, string>
  /** Goes to an address; ends at a page, or at the first address of another origin. */
  go(url: string, message?: Message): Promise<Visit>
}

/** Where a browser is. */
export interface Visit {
  url: URL
  /** The page; `undefined` when the address is of another origin and was not asked. */
  html: string | undefined
}

const MAX_HOPS = 10

/** Opens a browser at an origin. */
export function createBrowser(client: HttpClient, origin: string): Browser {
  const cookies = new Map<string, string>()

  async function go(url: string, message?: Message): Promise<Visit> {
    let at = new URL(url, origin)
    let next = message
    for (let hops = 0; hops < MAX_HOPS; hops += 1) {
      if (at.origin !== origin) return { url: at, html: undefined }
      const answer = await client.send(at.href, {
        ...next,
        headers: { ...next?.headers, cookie: writeCookies(cookies) },
      })
      for (const line of answer.cookies) keep(cookies, line)
      if (answer.location === undefined) return { url: at, html: answer.text }
      at = new URL(answer.location, at)
      next = undefined
    }
    throw new Error(`Redirected without an end: ${at}`)
  }

  return { cookies, go }
}

/** Answers the pages of a sign-in until the address of the client is reached: signs in, allows. */
export async function passPages(
  browser: Browser,
  start: string,
  fields: Readonly<Record<string, string>>,
): Promise<URL> {
  let visit = await browser.go(start)
  for (let pages = 0; visit.html !== undefined; pages += 1) {
    if (pages === MAX_HOPS) throw new Error(`No end of pages: ${visit.html}`)
    const form = lastForm(visit.html)
    visit = await browser.go(new URL(form.action, visit.url).href, {
      form: { ...form.fields, ...pick(fields, form.names) },
    })
  }
  return visit.url
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals)
  if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1))
}

function writeCookies(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** The last form of a page is its main one; its last button with a name is the one that allows. */
function lastForm(html: string) {
  const [, attributes = '', inside = ''] =
    [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].at(-1) ?? []
  if (!inside) throw new Error(`No form to send in: ${html}`)
  const inputs = [...inside.matchAll(/<input[^>]*>/g)].map(([tag]) => tag)
  const named = [...inside.matchAll(/<button[^>]*\sname=[^>]*>/g)].map(([tag]) => tag)
  const filled = [...inputs, ...named.slice(-1)].map(
    (tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as const,
  )
  return {
    action: attribute(attributes, 'action'),
    fields: Object.fromEntries(filled),
    names: filled.map(([name]) => name),
  }
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replaceAll('&amp;', '&')
}

function pick(fields: Readonly<Record<string, string>>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
}
