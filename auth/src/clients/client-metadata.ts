import { fail, ok, type Result } from '@toolgraph/errors'
import * as z from 'zod'
import type { Client, ClientAuthMethod } from './client.ts'
import { CLIENT_AUTH_METHODS } from './client.ts'
import { toClientName } from './client-name.ts'
import { checkRedirectUri } from './redirect-uri.ts'

/** Why a registration is refused (RFC 7591 §3.2.2). */
export interface MetadataFailure {
  error: 'invalid_redirect_uri' | 'invalid_client_metadata'
  description: string
}

/** What a client says of itself, checked. */
export interface ClientMetadata {
  name: string
  uri?: string
  redirectUris: string[]
  authMethod: ClientAuthMethod
  grantTypes: ('authorization_code' | 'refresh_token')[]
  /** Returned as it came; nothing here depends on it. */
  applicationType?: 'web' | 'native'
  scope?: string
}

const MAX_REDIRECT_URIS = 20
const text = (max: number) => z.string().max(max)

/** RFC 7591 §2: what we read; anything else is ignored, as the RFC says. */
const metadataSchema = z.object({
  redirect_uris: z.array(z.string()).min(1).max(MAX_REDIRECT_URIS),
  client_name: text(200).optional(),
  client_uri: text(2048).optional(),
  token_endpoint_auth_method: text(100).optional(),
  grant_types: z.array(text(200)).max(20).optional(),
  response_types: z.array(text(200)).max(20).optional(),
  application_type: z.enum(['web', 'native']).optional(),
  scope: text(2000).optional(),
})

/**
 * Checks the metadata of a client that registers itself (RFC 7591 §2). Pure.
 *
 * @param defaultMethod How it proves itself where it does not say: the RFC's default for a registration,
 *   `none` for a document, which holds no secret
 */
export function parseClientMetadata(
  body: unknown,
  defaultMethod: ClientAuthMethod,
): Result<ClientMetadata, MetadataFailure> {
  const parsed = metadataSchema.safeParse(body)
  if (!parsed.success) return fail(toFailure(parsed.error))

  const metadata = parsed.data
  const bad = metadata.redirect_uris.find((uri) => !checkRedirectUri(uri).ok)
  if (bad !== undefined) return fail(refusedRedirect(bad))

  const method = metadata.token_endpoint_auth_method ?? defaultMethod
  const authMethod = CLIENT_AUTH_METHODS.find((one) => one === method)
  if (!authMethod) return fail(refused('The token_endpoint_auth_method is not supported'))

  const responseTypes = metadata.response_types ?? ['code']
  if (!responseTypes.includes('code')) return fail(refused('The response type "code" is needed'))

  const asked = metadata.grant_types ?? ['authorization_code', 'refresh_token']
  if (!asked.includes('authorization_code'))
    return fail(refused('The grant type "authorization_code" is needed'))

  return ok({
    name: toClientName(metadata.client_name ?? '') || nameless(metadata.redirect_uris),
    ...toWebAddress(metadata.client_uri),
    redirectUris: metadata.redirect_uris,
    authMethod,
    grantTypes: [
      'authorization_code',
      ...(asked.includes('refresh_token') ? (['refresh_token'] as const) : []),
    ],
    ...(metadata.application_type && { applicationType: metadata.application_type }),
    ...(metadata.scope && { scope: metadata.scope }),
  })
}

/** Makes the client of checked metadata. */
export function toRegisteredClient(
  metadata: ClientMetadata,
  { id, kind, secretHash }: { id: string; kind: 'document' | 'registered'; secretHash?: string },
): Client {
  const { name, uri, redirectUris, authMethod, grantTypes } = metadata
  return {
    id,
    kind,
    name,
    ...(uri && { uri }),
    redirectUris,
    authMethod,
    ...(secretHash && { secretHash }),
    grantTypes,
    trustedAt: {},
    machineAccess: {},
    introspects: [],
    actsAs: [],
  }
}

/** As the URL parser writes it: nothing of what came is kept that it did not understand. */
function toWebAddress(uri: string | undefined): { uri?: string } {
  const url = uri === undefined ? null : URL.parse(uri)
  return url?.protocol === 'https:' ? { uri: url.href } : {}
}

/** A client without a name is shown by where it returns to. */
function nameless(redirectUris: string[]): string {
  return toClientName(URL.parse(redirectUris[0] ?? '')?.host ?? '') || 'Application'
}

function toFailure(error: z.ZodError): MetadataFailure {
  const field = error.issues[0]?.path[0]
  if (field === 'redirect_uris')
    return {
      error: 'invalid_redirect_uri',
      description: `The redirect_uris must be a list of 1 to ${MAX_REDIRECT_URIS} addresses`,
    }
  if (field === undefined) return refused('The body must be a JSON object')
  return refused(`The field "${String(field)}" is not as RFC 7591 section 2 has it`)
}

function refused(description: string): MetadataFailure {
  return { error: 'invalid_client_metadata', description }
}

function refusedRedirect(uri: string): MetadataFailure {
  const shown = uri.replace(/[^\x21-\x7e]|["\\]/g, '?').slice(0, 200)
  return {
    error: 'invalid_redirect_uri',
    description: `Cannot register "${shown}": only https, http on loopback, or a reverse-domain scheme, without fragment or credentials`,
  }
}
