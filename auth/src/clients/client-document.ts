import { checkAddress } from '@toolgraph/safe-fetch'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import type { Client } from './client.ts'
import { parseClientMetadata, toRegisteredClient } from './client-metadata.ts'
import { documentAddressRefused, documentInvalid, documentUnreachable } from './errors.ts'

/** A Client ID Metadata Document that was read, and how long it may be kept. */
export interface ClientDocument {
  client: Client
  freshForSeconds: number
}

/** Largest document: the draft recommends 5 KB. */
export const MAX_DOCUMENT_BYTES = 10 * 1024

/** Longest time to read one. */
export const MAX_DOCUMENT_MS = 5_000

const DEFAULT_FRESH_SECONDS = 60 * 60
const MIN_FRESH_SECONDS = 60
const MAX_FRESH_SECONDS = 24 * 60 * 60
const MAX_CLIENT_ID_LENGTH = 512

/** What the document must say besides RFC 7591's fields, and what it must not. */
const documentSchema = z.object({
  client_id: z.string(),
  client_name: z.string().min(1),
  client_secret: z.undefined().optional(),
  client_secret_expires_at: z.undefined().optional(),
})

/** Says whether a client id is the address of a document, not an id we gave. */
export function isDocumentId(id: string): boolean {
  return /^https?:\/\//i.test(id)
}

/**
 * Reads who a client is from the address that is its id
 * (draft-ietf-oauth-client-id-metadata-document-00).
 *
 * @param safeFetch The way out; bounded in size and time
 * @param trustedOrigins Origins that may be plain http: those that `safeFetch` trusts
 * @throws {ClientError} When the address, the answer or the document is not as the draft has it
 */
export async function readClientDocument(
  { safeFetch, trustedOrigins }: { safeFetch: SafeFetch; trustedOrigins: readonly string[] },
  id: string,
): Promise<ClientDocument> {
  assertDocumentAddress(id, trustedOrigins)
  const response = await safeFetch(id, {
    redirect: 'error',
    headers: { accept: 'application/json' },
  }).catch((cause: unknown) => {
    throw documentUnreachable(id, cause)
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw documentUnreachable(id, new Error(`HTTP ${response.status}`))
  }
  const type = response.headers.get('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    await response.body?.cancel()
    throw documentInvalid(id, 'its document is not JSON')
  }

  const body: unknown = await response.json().catch((cause: unknown) => {
    throw documentUnreachable(id, cause)
  })
  return { client: toClient(id, body), freshForSeconds: freshFor(response.headers) }
}

function assertDocumentAddress(id: string, trustedOrigins: readonly string[]): void {
  const address = checkAddress(id, trustedOrigins)
  if (!address.ok) throw documentAddressRefused(id, 'its address is not a public https address')

  const url = address.value
  if (id.length > MAX_CLIENT_ID_LENGTH) throw documentAddressRefused(id, 'its address is too long')
  if (url.pathname === '/') throw documentAddressRefused(id, 'its address has no path')
  if (id.includes('#')) throw documentAddressRefused(id, 'its address has a fragment')
  // The parser has resolved dot segments and cases: an id that it changes is two ids for one document.
  if (url.href !== id) throw documentAddressRefused(id, 'its address is not in its normal form')
}

function toClient(id: string, body: unknown): Client {
  const document = documentSchema.safeParse(body)
  if (!document.success) throw documentInvalid(id, 'its document lacks or forbids a field')
  if (document.data.client_id !== id) throw documentInvalid(id, 'its document names another client')

  const metadata = parseClientMetadata(body, 'none')
  if (!metadata.ok) throw documentInvalid(id, 'its metadata is not acceptable')
  if (metadata.value.authMethod !== 'none')
    throw documentInvalid(id, 'a document can only be that of a public client')

  return toRegisteredClient(metadata.value, { id, kind: 'document' })
}

/** How long HTTP lets us keep the document (RFC 9111 §5.2), within our own bounds. */
function freshFor(headers: Headers): number {
  const control = (headers.get('cache-control') ?? '').toLowerCase()
  if (/\bno-(store|cache)\b/.test(control)) return MIN_FRESH_SECONDS
  const maxAge = /\bmax-age=(\d{1,9})\b/.exec(control)?.[1]
  const seconds = maxAge === undefined ? DEFAULT_FRESH_SECONDS : Number(maxAge)
  return Math.min(MAX_FRESH_SECONDS, Math.max(MIN_FRESH_SECONDS, seconds))
}
