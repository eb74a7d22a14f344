import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { createBrowser, passPages, type Browser } from './browser.ts'
import { CLIENT_ID, INTROSPECTOR, REDIRECT_URI, RESOURCE, SCOPE } from './contender.ts'
import type { Contender } from './contender.ts'
import type { HttpClient } from './http-client.ts'

/** A code, and what redeems it. */
export interface Code {
  code: string
  verifier: string
}

/** What a client holds. */
export interface Tokens {
  accessToken: string
  refreshToken: string
}

/** What is done at a contender; each fails loudly where the answer is not the expected one. */
export interface Operations {
  /** Signs a new browser in and allows the client, by the pages. */
  signIn(): Promise<Browser>
  /** Gets a code without a page: somebody is signed in and has allowed it before. */
  authorize(browser: Browser, resource?: string): Promise<Code>
  redeem(code: Code): Promise<Tokens>
  refresh(tokens: Tokens): Promise<Tokens>
  introspect(accessToken: string): Promise<void>
}

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string() })
const introspectionSchema = z.object({ active: z.literal(true), client_id: z.literal(CLIENT_ID) })

/** Makes the operations of a contender. */
export function createOperations(contender: Contender, client: HttpClient): Operations {
  const { origin, authorizePath, tokenPath, introspectPath, signInFields } = contender
  const credentials = btoa(`${INTROSPECTOR.id}:${INTROSPECTOR.secret}`)

  function authorizeUrl(resource: string) {
    const verifier = randomBytes(32).toString('base64url')
    const search = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      state: randomBytes(16).toString('base64url'),
      resource,
      scope: SCOPE,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    return { verifier, url: `${origin}${authorizePath}?${search}` }
  }

  async function requestTokens(form: Record<string, string>): Promise<Tokens> {
    const { text } = await client.send(`${origin}${tokenPath}`, {
      form: { client_id: CLIENT_ID, ...form },
    })
    const { access_token: accessToken, refresh_token: refreshToken } = parse(tokensSchema, text)
    return { accessToken, refreshToken }
  }

  return {
    async signIn() {
      const browser = createBrowser(client, origin)
      for (const resource of new Set([RESOURCE, contender.introspectedResource]))
        await passPages(browser, authorizeUrl(resource).url, signInFields)
      return browser
    },

    async authorize(browser, resource = RESOURCE) {
      const { url, verifier } = authorizeUrl(resource)
      const visit = await browser.go(url)
      const code = visit.url.searchParams.get('code')
      if (visit.html !== undefined || !code) throw new Error(`No code came back: ${visit.url}`)
      return { code, verifier }
    },

    redeem: ({ code, verifier }) =>
      requestTokens({
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
      }),

    refresh: ({ refreshToken }) =>
      requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }),

    async introspect(token) {
      const { text } = await client.send(`${origin}${introspectPath}`, {
        headers: { authorization: `Basic ${credentials}` },
        form: { token },
      })
      parse(introspectionSchema, text)
    },
  }
}

function parse<value>(schema: z.ZodType<value>, text: string): value {
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`Not the expected answer: ${text}`)
  return parsed.data
}
