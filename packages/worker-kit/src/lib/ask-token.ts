import { createIssuerReader } from '@toolgraph/access-token'
import { askJson } from './ask-json.ts'
import { PublishError } from './publish-error.ts'

/** A server's own account at an issuer. */
export interface ServerAccount {
  issuer: string
  clientId: string
  clientSecret: string
  fetch: typeof fetch
}

/**
 * Asks the token endpoint of an issuer, as a server with an account of its own.
 *
 * @returns The status and the JSON of the answer, whatever they are
 * @throws PublishError `ERR_UNREACHABLE` or `ERR_TOKEN_REFUSED`
 */
export async function askToken(
  { issuer, clientId, clientSecret, fetch }: ServerAccount,
  form: Readonly<Record<string, string>>,
): Promise<{ status: number; body: unknown }> {
  const endpoint = await findTokenEndpoint(issuer, fetch)
  return askJson(fetch, endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${toBasic(clientId, clientSecret)}`,
      accept: 'application/json',
    },
    body: new URLSearchParams(form).toString(),
  })
}

async function findTokenEndpoint(issuer: string, fetch: typeof globalThis.fetch): Promise<string> {
  const metadata = await createIssuerReader({ issuer, fetch }).metadata()
  if (!metadata.ok) {
    const { cause } = metadata.failure
    throw new PublishError('ERR_UNREACHABLE', `Cannot reach the issuer "${issuer}"`, { cause })
  }
  const { token_endpoint: endpoint } = metadata.value
  if (endpoint !== undefined) return endpoint
  throw new PublishError('ERR_TOKEN_REFUSED', `The issuer "${issuer}" names no token endpoint`)
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function toBasic(clientId: string, clientSecret: string): string {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2)
  return btoa(`${encode(clientId)}:${encode(clientSecret)}`)
}
