import {
  checkResourceAllowed,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  IssuerMismatchError,
} from '@modelcontextprotocol/client'
import { fail, ok, type Result } from '@toolgraph/errors'
import { SafeFetchError, type SafeFetch } from '@toolgraph/safe-fetch'
import { readChallenge, type Challenge } from './challenge.ts'
import { DEFAULT_CLIENT_INFO, discoverRequest } from './discover-request.ts'
import { McpClientError, placeOf, type McpClientErrorCode } from './errors.ts'
import { issuerMetadataSchema, type IssuerMetadata } from './issuer-metadata.ts'
import { parseScopes } from './scopes.ts'

/** What is known of how a server is authorized, checked. Plain data, to be kept as JSON. */
export interface Discovery {
  /** The MCP endpoint that was asked. */
  url: string
  /** The server's resource indicator (RFC 8707), as its own metadata spells it. */
  resource: string
  /** The issuer that it trusts, the first it names. */
  issuer: string
  /** What to ask for: the scopes of the challenge, else all that the resource supports. */
  scopes: string[]
  /** All scopes that the resource names. */
  scopesSupported: string[]
  metadata: IssuerMetadata
}

/** Which server to discover, and through what. */
export interface DiscoverServerOptions {
  url: string
  fetch: SafeFetch
  signal?: AbortSignal
  /** The challenge that a request has just met (default: the server is asked for one). */
  challenge?: Challenge
}

/**
 * Finds out how a server is authorized: its protected resource metadata (RFC 9728: from the challenge,
 * else at the path, else at the root) and its issuer's metadata (RFC 8414, else OpenID Connect), and
 * checks them: the resource is this server, the issuer is itself, PKCE with S256, sound endpoints.
 *
 * A refusal names the step that failed by its code. Rejects only when `signal` aborts.
 */
export async function discoverServer(
  options: DiscoverServerOptions,
): Promise<Result<Discovery, McpClientError>> {
  const { url, signal } = options
  const steps: Steps = {
    url,
    place: placeOf(url),
    fetch: (input, init) => options.fetch(input, { ...init, signal: signal ?? null }),
  }
  try {
    const challenge = options.challenge ?? (await askForChallenge(steps))
    const resource = await findResource(steps, challenge)
    const metadata = await findIssuer(steps, resource.issuer)
    const scopes = challenge?.scopes.length ? challenge.scopes : resource.scopes
    const { uri, scopes: scopesSupported } = resource
    return ok({ url, resource: uri, issuer: metadata.issuer, scopes, scopesSupported, metadata })
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof McpClientError) return fail(error)
    throw error
  }
}

interface Steps {
  url: string
  place: string
  fetch: SafeFetch
}

async function askForChallenge({ url, place, fetch }: Steps): Promise<Challenge | undefined> {
  try {
    const response = await fetch(url, discoverRequest(DEFAULT_CLIENT_INFO, undefined))
    void response.body?.cancel().catch(() => {})
    return readChallenge(response)
  } catch (cause) {
    throw refuse(
      'ERR_SERVER_UNREACHABLE',
      `Cannot discover "${place}": it cannot be reached`,
      cause,
    )
  }
}

interface Resource {
  uri: string
  issuer: string
  scopes: string[]
}

async function findResource(steps: Steps, challenge: Challenge | undefined): Promise<Resource> {
  const { url, place, fetch } = steps
  const { resourceMetadataUrl } = challenge ?? {}
  const options = resourceMetadataUrl ? { resourceMetadataUrl } : {}
  const about = `Cannot discover "${place}": its protected resource metadata`

  const found = await discoverOAuthProtectedResourceMetadata(url, options, fetch).catch((cause) => {
    if (isUnreachable(cause))
      throw refuse('ERR_SERVER_UNREACHABLE', `${about} cannot be reached`, cause)
    if (isMalformed(cause))
      throw refuse('ERR_RESOURCE_METADATA_INVALID', `${about} is malformed`, cause)
    throw refuse('ERR_RESOURCE_METADATA_MISSING', `${about} is missing`, cause)
  })

  if (!isSameResource(url, found.resource))
    throw refuse('ERR_RESOURCE_MISMATCH', `${about} describes another resource`)

  const issuer = found.authorization_servers?.[0]
  if (!issuer) throw refuse('ERR_ISSUER_MISSING', `${about} names no issuer`)

  return { uri: found.resource, issuer, scopes: parseScopes(found.scopes_supported) }
}

async function findIssuer(steps: Steps, issuer: string): Promise<IssuerMetadata> {
  const { place, fetch } = steps
  const about = `Cannot discover "${place}": its issuer "${placeOf(issuer)}"`

  const found = await discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch }).catch(
    (cause) => {
      if (cause instanceof IssuerMismatchError)
        throw refuse('ERR_ISSUER_MISMATCH', `${about} says that it is another issuer`, cause)
      if (isUnreachable(cause))
        throw refuse('ERR_ISSUER_UNREACHABLE', `${about} cannot be reached`, cause)
      if (isMalformed(cause))
        throw refuse('ERR_ISSUER_METADATA_INVALID', `${about} serves malformed metadata`, cause)
      throw refuse('ERR_ISSUER_METADATA_MISSING', `${about} serves no metadata`, cause)
    },
  )
  if (!found) throw refuse('ERR_ISSUER_METADATA_MISSING', `${about} serves no metadata`)

  const parsed = issuerMetadataSchema.safeParse(found)
  if (!parsed.success)
    throw refuse('ERR_ISSUER_METADATA_INVALID', `${about} serves malformed metadata`, parsed.error)

  checkIssuer(parsed.data, steps.url, about)
  return parsed.data
}

/** What a client must not accept from an issuer (MCP authorization: PKCE, communication security). */
function checkIssuer(metadata: IssuerMetadata, url: string, about: string): void {
  if (!metadata.code_challenge_methods_supported?.includes('S256'))
    throw refuse('ERR_PKCE_UNSUPPORTED', `${about} does not announce PKCE with S256`)
  if (!metadata.response_types_supported.includes('code'))
    throw refuse('ERR_ISSUER_METADATA_INVALID', `${about} issues no authorization codes`)

  const { authorization_endpoint, token_endpoint, registration_endpoint, revocation_endpoint } =
    metadata
  const endpoints = [
    authorization_endpoint,
    token_endpoint,
    registration_endpoint,
    revocation_endpoint,
  ]
  if (!endpoints.every((endpoint) => endpoint === undefined || isSoundEndpoint(endpoint, url)))
    throw refuse('ERR_ENDPOINT_FORBIDDEN', `${about} has an endpoint that is not an https address`)
}

/** https; plain http only where the server itself is spoken to in plain http, in development. */
function isSoundEndpoint(endpoint: string, serverUrl: string): boolean {
  const url = URL.parse(endpoint)
  if (!url || url.username || url.password || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && serverUrl.startsWith('http:'))
}

/** The same origin, and the resource's path is a parent of the server's, or the same (RFC 9728 §3.3). */
function isSameResource(url: string, resource: string): boolean {
  return (
    URL.canParse(resource) &&
    !new URL(resource).hash &&
    checkResourceAllowed({ requestedResource: url, configuredResource: resource })
  )
}

function isUnreachable(cause: unknown): boolean {
  return cause instanceof SafeFetchError || cause instanceof TypeError
}

function isMalformed(cause: unknown): boolean {
  return cause instanceof SyntaxError || (cause instanceof Error && cause.name === 'ZodError')
}

function refuse(code: McpClientErrorCode, message: string, cause?: unknown): McpClientError {
  return new McpClientError(code, message, { cause })
}
