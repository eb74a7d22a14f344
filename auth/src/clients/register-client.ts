import { fail, ok, type Result } from '@toolgraph/errors'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import type { Client } from './client.ts'
import {
  parseClientMetadata,
  toRegisteredClient,
  type ClientMetadata,
  type MetadataFailure,
} from './client-metadata.ts'
import type { ClientStore } from './client-store.ts'

/** A registration that was accepted (RFC 7591 §3.2.1). */
export interface Registration {
  client: Client
  metadata: ClientMetadata
  /** Told once, here; kept as a hash. */
  secret?: string
  issuedAt: Date
  expiresAt: Date
}

/** A registration that nobody uses ends after this; each token issued to it begins the time anew. */
export const REGISTRATION_DAYS = 90

const DAY_MS = 24 * 60 * 60 * 1000

/** Registers a client that introduces itself (RFC 7591). */
export async function registerClient(
  { clients, now }: { clients: ClientStore; now: () => number },
  body: unknown,
): Promise<Result<Registration, MetadataFailure>> {
  const parsed = parseClientMetadata(body, 'client_secret_basic')
  if (!parsed.ok) return fail(parsed.failure)

  const metadata = parsed.value
  const secret = metadata.authMethod === 'none' ? undefined : randomToken('tgs_')
  const client = toRegisteredClient(metadata, {
    id: crypto.randomUUID(),
    kind: 'registered',
    ...(secret && { secretHash: await sha256Hex(secret) }),
  })
  const issuedAt = new Date(now())
  const expiresAt = registrationEnd(now())
  await clients.save({ client, expiresAt }, issuedAt)
  return ok({ client, metadata, ...(secret && { secret }), issuedAt, expiresAt })
}

/** When a registration made or used now ends. */
export function registrationEnd(now: number): Date {
  return new Date(now + REGISTRATION_DAYS * DAY_MS)
}
