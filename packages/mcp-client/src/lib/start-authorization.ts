import { startAuthorization as buildAuthorization } from '@modelcontextprotocol/client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import {
  clientRegistrationSchema,
  registerAtIssuer,
  type ClientDescription,
  type RegistrationStore,
} from './client-registration.ts'
import { discoverServer, type Discovery } from './discover-server.ts'
import { issuerMetadataSchema } from './issuer-metadata.ts'
import { parseScopes, unionOfScopes } from './scopes.ts'

/** An authorization that a person has begun: all that is needed to finish it elsewhere, as plain JSON. Secret. */
export const pendingAuthorizationSchema = z.object({
  url: z.string(),
  resource: z.string(),
  issuer: z.string(),
  scopes: z.array(z.string()),
  state: z.string(),
  codeVerifier: z.string(),
  redirectUri: z.string(),
  client: clientRegistrationSchema,
  metadata: issuerMetadataSchema,
})

/** An authorization that a person has begun: all that is needed to finish it elsewhere, as plain JSON. Secret. */
export type PendingAuthorization = z.infer<typeof pendingAuthorizationSchema>

/** Which server to link, and who asks. */
export interface StartAuthorizationOptions {
  /** The server's MCP endpoint. */
  url: string
  fetch: SafeFetch
  /** Where the issuer sends the person back to. */
  redirectUri: string
  clientMetadata: ClientDescription
  registrations: RegistrationStore
  /** Where this application's Client ID Metadata Document stands (default: none). */
  clientMetadataUrl?: string
  /** What to ask for (default: what the server's challenge names, else all it supports). */
  scopes?: readonly string[]
  /** What is granted already, when more is asked for: the union is asked. */
  currentScopes?: readonly string[]
  /** A discovery that was just made (default: it is made here). */
  discovery?: Discovery
  signal?: AbortSignal
  /** Milliseconds since the epoch (default: the clock). */
  now?: () => number
}

/** Where to send the person, and what to keep until they come back. */
export interface StartedAuthorization {
  authorizationUrl: string
  pending: PendingAuthorization
}

/**
 * Begins to link a server: discovers it, makes this application known at its issuer, and builds the
 * address of its consent page, with PKCE (S256), `state` and `resource` (RFC 8707).
 *
 * @throws {McpClientError} With the code of the step that failed
 */
export async function startAuthorization(
  options: StartAuthorizationOptions,
): Promise<StartedAuthorization> {
  const { url, redirectUri, signal, now = Date.now } = options
  const fetch: SafeFetch = (input, init) =>
    options.fetch(input, { ...init, signal: signal ?? null })

  const { metadata, issuer, resource, scopes: wanted } = await discovered(options)
  const client = await registerAtIssuer({ ...pick(options), fetch, metadata, redirectUri, now })
  const asked = unionOfScopes(options.currentScopes, options.scopes ?? wanted)
  const scopes = withOfflineAccess(asked, metadata.scopes_supported)
  const state = randomState()

  const { authorizationUrl, codeVerifier } = await buildAuthorization(issuer, {
    metadata,
    clientInformation: client,
    redirectUrl: redirectUri,
    state,
    resource,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  })
  return {
    authorizationUrl: authorizationUrl.href,
    pending: { url, resource, issuer, scopes, state, codeVerifier, redirectUri, client, metadata },
  }
}

async function discovered(options: StartAuthorizationOptions): Promise<Discovery> {
  if (options.discovery) return options.discovery

  const { url, fetch, signal } = options
  const found = await discoverServer({ url, fetch, ...(signal && { signal }) })
  if (!found.ok) throw found.failure
  return found.value
}

function pick({ clientMetadata, registrations, clientMetadataUrl }: StartAuthorizationOptions) {
  return { clientMetadata, registrations, clientMetadataUrl }
}

/** Issuers of OpenID Connect give a refresh token only to those who ask with this scope. */
function withOfflineAccess(scopes: string[], supported: string[] | undefined): string[] {
  return supported?.includes('offline_access') ? parseScopes([...scopes, 'offline_access']) : scopes
}

function randomState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes)).replace(
    /[+/=]/g,
    (c) => ({ '+': '-', '/': '_' })[c] ?? '',
  )
}
