import {
  registerClient,
  resolveClientMetadata,
  type OAuthClientMetadata,
} from '@modelcontextprotocol/client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import { McpClientError, placeOf } from './errors.ts'
import type { IssuerMetadata } from './issuer-metadata.ts'

/** Who we are at one issuer (RFC 7591 §3.2.1), spelled as on the wire. Secret where it has a secret. */
export const clientRegistrationSchema = z.object({
  client_id: z.string().min(1).max(2048),
  client_secret: z.string().max(2048).optional(),
  /** Seconds since the epoch; 0: never. */
  client_secret_expires_at: z.number().optional(),
  token_endpoint_auth_method: z.string().max(100).optional(),
})

/** Who we are at one issuer (RFC 7591 §3.2.1), spelled as on the wire. Secret where it has a secret. */
export type ClientRegistration = z.infer<typeof clientRegistrationSchema>

/** Keeps this application's registrations, each under the issuer that gave it and under no other. */
export interface RegistrationStore {
  /** A registration that was saved, or set up by hand. */
  find(issuer: string): Promise<ClientRegistration | undefined>
  save(issuer: string, registration: ClientRegistration): Promise<void>
}

/** What this application says of itself when it registers. */
export interface ClientDescription {
  client_name: string
  client_uri?: string
  logo_uri?: string
  policy_uri?: string
  tos_uri?: string
}

/** What is needed to be known at an issuer. */
export interface RegistrationOptions {
  fetch: SafeFetch
  metadata: IssuerMetadata
  redirectUri: string
  registrations: RegistrationStore
  clientMetadata: ClientDescription
  /** Where this application's own Client ID Metadata Document stands; used where it is https. */
  clientMetadataUrl?: string | undefined
  now: () => number
}

/**
 * Makes this application known at an issuer: a kept registration, else its Client ID Metadata Document,
 * else dynamic registration (RFC 7591), which is kept.
 *
 * @throws {McpClientError} `ERR_REGISTRATION_UNSUPPORTED`, `ERR_REGISTRATION_REFUSED`
 */
export async function registerAtIssuer(options: RegistrationOptions): Promise<ClientRegistration> {
  const { metadata, registrations, clientMetadataUrl, now } = options
  const kept = await registrations.find(metadata.issuer)
  if (kept && !isExpired(kept, now())) return kept

  const hasDocument = clientMetadataUrl !== undefined && isDocumentUrl(clientMetadataUrl)
  if (hasDocument && metadata.client_id_metadata_document_supported)
    return { client_id: clientMetadataUrl, token_endpoint_auth_method: 'none' }

  if (metadata.registration_endpoint === undefined)
    throw new McpClientError(
      'ERR_REGISTRATION_UNSUPPORTED',
      `Cannot register at "${placeOf(metadata.issuer)}": it takes neither metadata documents nor registrations`,
    )
  const registration = await register(options)
  await registrations.save(metadata.issuer, registration)
  return registration
}

async function register(options: RegistrationOptions): Promise<ClientRegistration> {
  const { fetch, metadata, redirectUri } = options
  const clientMetadata: OAuthClientMetadata = resolveClientMetadata({
    redirectUrl: redirectUri,
    clientMetadata: {
      ...options.clientMetadata,
      redirect_uris: [redirectUri],
      response_types: ['code'],
      token_endpoint_auth_method: authMethodFor(metadata),
    },
  })
  try {
    const given = await registerClient(metadata.issuer, {
      metadata,
      clientMetadata,
      fetchFn: fetch,
    })
    return clientRegistrationSchema.parse(given)
  } catch (cause) {
    throw new McpClientError(
      'ERR_REGISTRATION_REFUSED',
      `Cannot register at "${placeOf(metadata.issuer)}": the registration was refused`,
      { cause },
    )
  }
}

/** A public client where the issuer allows one: PKCE protects the code, and there is no secret to lose. */
function authMethodFor({
  token_endpoint_auth_methods_supported: supported,
}: IssuerMetadata): string {
  if (!supported || supported.includes('none')) return 'none'
  return supported.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post'
}

/** A Client ID Metadata Document URL is https and has a path. */
function isDocumentUrl(value: string): boolean {
  const url = URL.parse(value)
  return url?.protocol === 'https:' && url.pathname !== '/'
}

function isExpired(
  { client_secret_expires_at: expiresAt }: ClientRegistration,
  now: number,
): boolean {
  return expiresAt !== undefined && expiresAt !== 0 && expiresAt * 1000 <= now
}
