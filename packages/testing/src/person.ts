/** A page that a person sees. */
export interface Page {
  url: string
  status: number
  html: string
  /** The text of the page, without markup. */
  text: string
  forms: readonly Form[]
}

/** A form on a page. */
export interface Form {
  action: string
  method: string
  /** What it would send as it stands, buttons left out. */
  fields: readonly (readonly [name: string, value: string])[]
  buttons: readonly { name: string | undefined; value: string; text: string }[]
}

/** Who signs in. */
export interface Credentials {
  email: string
  password: string
}

const MAX_STEPS = 20

/** A person with a browser that keeps cookies, follows redirects and runs no scripts. */
export interface Person {
  /** Goes to an address and follows redirects; stops before leaving for an address that starts with `stop`. */
  visit(url: string, stop?: string): Promise<Page | URL>
  /** Presses the button whose text, name or value fits. */
  press(
    page: Page,
    button: RegExp,
    fields?: Readonly<Record<string, string>>,
    stop?: string,
  ): Promise<Page | URL>
  /**
   * Goes through an authorization: signs in where asked, allows where asked.
   *
   * @param redirectUri Where the client waits for the answer
   * @returns The address that the issuer sent the person back to
   */
  authorize(authorizationUrl: string, redirectUri: string): Promise<URL>
  /** Sends one request with the person's cookies; follows nothing. */
  send(url: string, init?: RequestInit): Promise<Response>
  /** The consent pages that were seen, as text. */
  consents: readonly string[]
}

/** Makes a person, signed in nowhere yet. */
export function createPerson({ email, password }: Credentials): Person {
  const cookies = new Map<string, string>()
  const consents: string[] = []

  const send = async (request: Request): Promise<Response> => {
    const { hostname } = new URL(request.url)
    const sent = [...cookies].filter(([key]) => key.startsWith(`${hostname} `))
    const line = sent.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; ')
    request.headers.set('cookie', line)
    // As a browser asks for a page; whoever asks for something else says so.
    if (!request.headers.has('accept')) request.headers.set('accept', 'text/html')
    const response = await fetch(request, { redirect: 'manual' })
    keepCookies(cookies, hostname, response)
    return response
  }

  const load = async (first: Request, stop?: string): Promise<Page | URL> => {
    let request = first
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (stop && request.url.startsWith(stop)) return new URL(request.url)
      const response = await send(request)
      const location = response.headers.get('location')
      if (!location) return readPage(request.url, response)
      const target = new URL(location, request.url)
      if (stop && target.href.startsWith(stop)) return target
      request = new Request(target)
    }
    throw new Error(`Too many redirects, the last to ${request.url}`)
  }

  const press: Person['press'] = (page, button, fields = {}, stop) => {
    for (const form of page.forms) {
      const pressed = form.buttons.find(
        ({ text, name, value }) => button.test(text) || button.test(`${name}=${value}`),
      )
      if (!pressed) continue
      const body = new URLSearchParams()
      for (const [name, value] of form.fields) body.append(name, value)
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      if (pressed.name) body.set(pressed.name, pressed.value)
      const url = new URL(form.action, page.url)
      if (form.method === 'get')
        return load(new Request(`${url.origin}${url.pathname}?${body}`), stop)
      const headers = { origin: url.origin, referer: page.url }
      return load(new Request(url, { method: 'POST', body, headers }), stop)
    }
    throw new Error(`No button like ${button} at ${page.url}: ${page.text.slice(0, 400)}`)
  }

  return {
    consents,
    press,
    send: (url, init) => send(new Request(url, init)),
    visit: (url, stop) => load(new Request(url), stop),
    authorize: async (authorizationUrl, redirectUri) => {
      let at = await load(new Request(authorizationUrl), redirectUri)
      for (let step = 0; step < MAX_STEPS && !(at instanceof URL); step += 1) {
        if (at.status >= 400) throw new Error(`${at.status} at ${at.url}: ${at.text.slice(0, 400)}`)
        const isSignIn = at.forms.some((form) => form.fields.some(([name]) => name === 'password'))
        if (!isSignIn) consents.push(at.text)
        at = isSignIn
          ? await press(at, /^(Sign in|サインイン)$/, { email, password }, redirectUri)
          : await press(at, /^(Allow|許可する)$/, {}, redirectUri)
      }
      if (at instanceof URL) return at
      throw new Error(`Stuck at ${at.url}: ${at.text.slice(0, 400)}`)
    },
  }
}

function keepCookies(cookies: Map<string, string>, hostname: string, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';')
    const [name = '', ...rest] = pair.trim().split('=')
    const isGone = attributes.some((each) => /^\s*max-age=0$/i.test(each)) || rest.join('=') === ''
    if (isGone) cookies.delete(`${hostname} ${name}`)
    else cookies.set(`${hostname} ${name}`, rest.join('='))
  }
}

async function readPage(url: string, response: Response): Promise<Page> {
  const html = await response.text()
  return { url, status: response.status, html, text: textOf(html), forms: formsOf(html, url) }
}

function formsOf(html: string, url: string): Form[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(
    ([, attributes = '', inside = '']) => {
      const fields: [string, string][] = []
      for (const [tag] of inside.matchAll(/<input[^>]*>/g)) {
        const name = attribute(tag, 'name')
        const type = attribute(tag, 'type') ?? 'text'
        const isOff = /checkbox|radio/.test(type) && !/\schecked/.test(tag)
        if (name && type !== 'submit' && !isOff)
          fields.push([name, attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')])
      }
      const buttons = [...inside.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].map(
        ([, tag = '', label = '']) => ({
          name: attribute(tag, 'name'),
          value: attribute(tag, 'value') ?? '',
          text: textOf(label),
        }),
      )
      return {
        action: attribute(attributes, 'action') ?? url,
        method: (attribute(attributes, 'method') ?? 'get').toLowerCase(),
        fields,
        buttons,
      }
    },
  )
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`).exec(tag)
  return match ? decode(match[1] ?? match[2] ?? match[3] ?? '') : undefined
}

function textOf(html: string): string {
  const withoutCode = html.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
  return decode(withoutCode.replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function decode(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replaceAll(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
