import { protectedResourceMetadata, type IssuerReader } from '@toolgraph/access-token'
import { LEGACY_VERSIONS, MODERN } from './protocol.ts'
import { leastScopes, type WorkerPlan } from './options.ts'
import { toProblemResponse } from './problem.ts'
import type { Visit } from './visit.ts'

/** Every protocol version that the MCP face answers, newest first. */
const PROTOCOL_VERSIONS = [MODERN, ...LEGACY_VERSIONS]

/** Server cards hold at most so much (SEP-2127). */
const MAX_CARD_DESCRIPTION = 100

const PUBLIC = {
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=300',
}

/** The RFC 9728 document of a worker. */
export function toResourceDocument<env>(
  plan: WorkerPlan<env>,
  { resource }: Visit<env>,
  issuer: string,
): Response {
  const { name, title = name, translations = {}, websiteUrl } = plan.options
  const names = Object.entries(translations).flatMap(([tag, { title }]) =>
    title === undefined ? [] : [[tag, title]],
  )
  const document = protectedResourceMetadata({
    resource,
    authorizationServers: [issuer],
    scopes: leastScopes(plan),
    name: title,
    names: Object.fromEntries(names),
    ...(websiteUrl === undefined ? {} : { documentationUrl: websiteUrl }),
  })
  return Response.json(document, { headers: PUBLIC })
}

/** The issuer's own RFC 8414 document, for clients of 2025-03-26, which look for it here. */
export async function toIssuerDocument(reader: IssuerReader): Promise<Response> {
  const metadata = await reader.metadata()
  if (!metadata.ok) return toUnavailable()
  return Response.json(metadata.value, { headers: PUBLIC })
}

/** Where `/oauth/…` of a worker leads, by its last segment. */
const ENDPOINTS = {
  register: { method: 'POST', field: 'registration_endpoint' },
  authorize: { method: 'GET', field: 'authorization_endpoint' },
  token: { method: 'POST', field: 'token_endpoint' },
} as const

/** Sends an older client on to the issuer. `undefined`: there is no such endpoint. */
export async function toIssuerRedirect<env>(
  reader: IssuerReader,
  { request, resource }: Visit<env>,
): Promise<Response | undefined> {
  const { pathname, searchParams } = new URL(request.url)
  const endpoint = Object.entries(ENDPOINTS).find(([name]) => pathname === `/oauth/${name}`)?.[1]
  if (endpoint === undefined || request.method !== endpoint.method) return undefined

  const metadata = await reader.metadata()
  if (!metadata.ok) return toUnavailable()
  const target = metadata.value[endpoint.field]
  if (target === undefined) return undefined

  const location = new URL(target)
  for (const [name, value] of searchParams) location.searchParams.append(name, value)
  // Clients of that age do not know RFC 8707; without it the token would be for nobody.
  if (endpoint === ENDPOINTS.authorize && !searchParams.has('resource')) {
    location.searchParams.set('resource', resource)
  }
  // 307 keeps the method and the body.
  const status = endpoint.method === 'POST' ? 307 : 302
  const headers = { location: location.href, 'cache-control': 'no-store' }
  return new Response(null, {
    status,
    headers: { ...headers, 'access-control-allow-origin': '*' },
  })
}

/** The server card (extension `io.modelcontextprotocol/server-card`). */
export async function toServerCard<env>(
  plan: WorkerPlan<env>,
  { request, resource }: Visit<env>,
  contentType: string,
): Promise<Response> {
  const { name, version, title, description, websiteUrl, repositoryUrl, icons } = plan.options
  const card = {
    $schema: 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json',
    name,
    version,
    ...(title === undefined ? {} : { title }),
    description: shorten(description),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(repositoryUrl === undefined ? {} : { repository: { url: repositoryUrl, source: 'git' } }),
    ...(icons === undefined ? {} : { icons }),
    remotes: [
      {
        type: 'streamable-http',
        url: resource,
        supportedProtocolVersions: PROTOCOL_VERSIONS,
      },
    ],
    _meta: { 'dev.toolgraph/translations': plan.options.translations ?? {} },
  }
  const body = JSON.stringify(card)
  const etag = `"${await hashOf(body)}"`
  const headers = {
    ...PUBLIC,
    etag,
    'content-type': contentType,
    'access-control-expose-headers': 'ETag',
  }
  const isKnown = request.headers.get('if-none-match') === etag
  return isKnown
    ? new Response(null, { status: 304, headers })
    : new Response(body, { status: 200, headers })
}

function shorten(text: string): string {
  const characters = [...text]
  if (characters.length <= MAX_CARD_DESCRIPTION) return text
  return `${characters.slice(0, MAX_CARD_DESCRIPTION - 1).join('')}…`
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash).slice(0, 8), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

function toUnavailable(): Response {
  const detail = 'The issuer does not answer; try again in a moment'
  const problem = { status: 503, code: 'ERR_ISSUER_UNREACHABLE', detail }
  return toProblemResponse(problem, {
    'retry-after': '5',
    'access-control-allow-origin': '*',
  })
}
