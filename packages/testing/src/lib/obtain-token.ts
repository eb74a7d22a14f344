import { createHash, randomBytes } from 'node:crypto'
import type { Person } from '../person.ts'

/** What to ask for, and where. */
export interface TokenRequest {
  issuer: string
  resource: string
  scopes: readonly string[]
  person: Person
}

const REDIRECT_URI = 'http://localhost:45998/callback'

/** Goes the whole way to an access token, as a client that registers itself: RFC 7591, 7636, 8707. */
export async function obtainToken({
  issuer,
  resource,
  scopes,
  person,
}: TokenRequest): Promise<string> {
  const { client_id: clientId } = await post(
    `${issuer}/register`,
    'application/json',
    JSON.stringify({
      client_name: 'Test client',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
  )
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('hex')
  const asked = new URL(`${issuer}/authorize`)
  asked.search = new URLSearchParams({
    response_type: 'code',
    client_id: String(clientId),
    redirect_uri: REDIRECT_URI,
    state,
    resource,
    scope: scopes.join(' '),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const answer = await person.authorize(asked.href, REDIRECT_URI)
  if (answer.searchParams.get('state') !== state || !answer.searchParams.has('code'))
    throw new Error(`No code came back: ${answer}`)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT_URI,
    client_id: String(clientId),
    code_verifier: verifier,
    resource,
  })
  const tokens = await post(`${issuer}/token`, 'application/x-www-form-urlencoded', body.toString())
  return String(tokens['access_token'])
}

async function post(url: string, type: string, body: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${text}`)
  return JSON.parse(text)
}
