import { checkAddress } from '@toolgraph/safe-fetch'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import type { Client } from './client.ts'
import { parseClientMetadata, toRegisteredClient } from './client-metadata.ts'
import { documentAddressRefused, documentInvalid, documentUnreachable } from './errors.ts'
import { freshForSeconds } from './freshness.ts'
import { readBytes } from './read-bytes.ts'

/** A Client ID Metadata Document that was read, and how long it may be kept. */
export interface ClientDocument {
  client: Client
  freshForSeconds: number
  /** Where its logo stands, as it says: nothing of it is checked. */
  logoUri?: string
}

/** Largest document: the draft recommends 5 KB. */
export const MAX_DOCUMENT_BYTES = 10 * 1024

/** Longest time to read one. */
export const MAX_DOCUMENT_MS = 5_000

const FRESHNESS = { least: 60, most: 24 * 60 * 60, unsaid: 60 * 60 }
const MAX_CLIENT_ID_LENGTH = 512

/** A key set of a document may not tell what only its owner may know (RFC 7518 §6). */
const publicKey = z.looseObject({ d: z.undefined().optional(), k: z.undefined().optional() })

/** What the document must say besides RFC 7591's fields, and what it must not. */
const documentSchema = z.object({
  client_id: z.string(),
  client_name: z.string().min(1),
  client_secret: z.undefined().optional(),
  client_secret_expires_at: z.undefined().optional(),
  jwks: z.object({ keys: z.array(publicKey) }).optional(),
  logo_uri: z.string().max(2048).optional().catch(undefined),
})

/** Says whether a client id is the address of a document, not an id we gave. */
export function isDocumentId(id: string): boolean {
  return /^https?:\/\//i.test(id)
}

/** What reading a document needs. */
export interface DocumentContext {
  /** The way out; it follows no redirect here, and is bounded in time. */
  safeFetch: SafeFetch
  /** Origins that may be plain http: those that `safeFetch` trusts. */
  trustedOrigins: readonly string[]
  now: () => number
}

/**
 * Reads who a client is from the address that is its id
 * (draft-ietf-oauth-client-id-metadata-document-00). Only a sound document with status 200 is one;
 * nothing else is ever kept, and a redirect is not followed (§4).
 *
 * @throws {ClientError} When the address, the answer or the document is not as the draft has it
 */
export async function readClientDocument(
  { safeFetch, trustedOrigins, now }: DocumentContext,
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

  const document = readDocument(id, await readJson(id, response))
  return { ...document, freshForSeconds: freshForSeconds(response.headers, FRESHNESS, now()) }
}

async function readJson(id: string, response: Response): Promise<unknown> {
  try {
    const bytes = await readBytes(response, MAX_DOCUMENT_BYTES)
    if (!bytes) throw new Error(`It is larger than ${MAX_DOCUMENT_BYTES} bytes`)
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw documentUnreachable(id, cause)
  }
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

function readDocument(id: string, body: unknown): { client: Client; logoUri?: string } {
  const document = documentSchema.safeParse(body)
  if (!document.success) throw documentInvalid(id, 'its document lacks or forbids a field')
  const { client_id: named, logo_uri: logoUri } = document.data
  if (named !== id) throw documentInvalid(id, 'its document names another client')

  const metadata = parseClientMetadata(body, 'none')
  if (!metadata.ok) throw documentInvalid(id, 'its metadata is not acceptable')
  if (metadata.value.authMethod !== 'none')
    throw documentInvalid(id, 'a document can only be that of a public client')

  const client = toRegisteredClient(metadata.value, { id, kind: 'document' })
  return { client, ...(logoUri !== undefined && { logoUri }) }
}
