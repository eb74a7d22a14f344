import { fail, ok, type Result } from '@toolgraph/errors'
import { isEqualInConstantTime, sha256Hex } from '../keys/digest.ts'
import { isConfidential, type Client } from './client.ts'

/** How a request says who sends it. */
export interface ClientCredentials {
  clientId: string
  method: 'none' | 'client_secret_basic' | 'client_secret_post'
  secret?: string
}

/** Why a client is not believed. For our log; the caller learns `invalid_client` or `invalid_request`. */
export type CredentialsFailure =
  | { reason: 'none' }
  | { reason: 'two_methods' }
  | { reason: 'malformed_header' }
  | { reason: 'two_clients' }

/** Why a found client is not believed. */
export type AuthenticationFailure = { reason: 'wrong_method' } | { reason: 'wrong_secret' }

/**
 * Reads who sends a request to the token endpoint (RFC 6749 §2.3.1): Basic, form, or only a name.
 *
 * Pure.
 */
export function parseClientCredentials(
  header: string | undefined,
  form: { client_id?: string | undefined; client_secret?: string | undefined },
): Result<ClientCredentials, CredentialsFailure> {
  if (header !== undefined && /^basic /i.test(header)) {
    const basic = parseBasic(header.slice('basic '.length).trim())
    if (!basic) return fail({ reason: 'malformed_header' })
    if (form.client_secret !== undefined) return fail({ reason: 'two_methods' })
    if (form.client_id !== undefined && form.client_id !== basic.clientId)
      return fail({ reason: 'two_clients' })
    // An empty password is how some libraries write "no secret".
    if (basic.secret === '') return ok({ clientId: basic.clientId, method: 'none' })
    return ok({ ...basic, method: 'client_secret_basic' })
  }

  const { client_id: clientId, client_secret: secret } = form
  if (!clientId) return fail({ reason: 'none' })
  if (secret === undefined || secret === '') return ok({ clientId, method: 'none' })
  return ok({ clientId, method: 'client_secret_post', secret })
}

/** Checks that a client proves itself in the way it is registered for, and no other. */
export async function checkClientCredentials(
  client: Client,
  credentials: ClientCredentials,
): Promise<Result<Client, AuthenticationFailure>> {
  if (credentials.method !== client.authMethod) return fail({ reason: 'wrong_method' })
  if (!isConfidential(client)) return ok(client)

  const presented = await sha256Hex(credentials.secret ?? '')
  const isRight =
    client.secretHash !== undefined && isEqualInConstantTime(presented, client.secretHash)
  return isRight ? ok(client) : fail({ reason: 'wrong_secret' })
}

function parseBasic(encoded: string): { clientId: string; secret: string } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(encoded))
    const colon = text.indexOf(':')
    if (colon < 1) return undefined
    return { clientId: fromForm(text.slice(0, colon)), secret: fromForm(text.slice(colon + 1)) }
  } catch {
    return undefined
  }
}

/** @throws For what is no base64 */
function fromBase64(encoded: string): Uint8Array {
  const binary = atob(encoded)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function fromForm(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
