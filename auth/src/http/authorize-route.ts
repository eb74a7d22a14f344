import type { Hono } from 'hono'
import {
  checkAuthorizationRequest,
  checkScopes,
  refusal,
} from '../authorization/check-authorization-request.ts'
import type { AuthorizationRequest } from '../authorization/authorization-request.ts'
import { AuthorizationError, LocalError } from '../authorization/errors.ts'
import { parseParameters, type ParsedParameters } from '../authorization/parameters.ts'
import { errorLocation } from '../authorization/response-location.ts'
import type { Client } from '../clients/client.ts'
import { ClientError } from '../clients/errors.ts'
import { findClient } from '../clients/find-client.ts'
import { isRegisteredRedirect } from '../clients/redirect-uri.ts'
import type { Resource } from '../resources/resource.ts'
import type { Services } from '../services.ts'
import { answerAtOnce } from './answer-at-once.ts'
import { beginRequest } from './begin-request.ts'
import { toRedirect } from './page-response.ts'

/**
 * The authorization endpoint (RFC 6749 §3.1). Client and redirect URI are checked before anything may
 * redirect; what is wrong after that goes back to the client, with `iss`.
 */
export function addAuthorizeRoute(app: Hono, services: Services): void {
  app.get('/authorize', async (c) => {
    const parsed = parseParameters(new URL(c.req.url).searchParams)
    const { client, redirectUri } = await findRedirect(services, parsed)
    try {
      const request = await checkRequest(services, parsed, client, redirectUri)
      const answer = await answerAtOnce(services, c.req.raw, { request, client })
      return answer ?? (await beginRequest(services, c.req.raw, request))
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error
      const { state } = parsed.repeated.includes('state') ? {} : parsed.parameters
      const target = { redirectUri, issuer: services.issuer, ...(state !== undefined && { state }) }
      return toRedirect(errorLocation(target, error))
    }
  })
}

/** Who asks, and where the answer may go. Everything that fails here ends on a page of ours. */
async function findRedirect(
  { clientSources }: Services,
  { parameters, repeated }: ParsedParameters,
): Promise<{ client: Client; redirectUri: string }> {
  if (repeated.includes('client_id') || repeated.includes('redirect_uri'))
    throw new LocalError('ERR_PARAMETER_REPEATED', 'Cannot read the request: a parameter repeats')

  const { client_id: clientId, redirect_uri: redirectUri } = parameters
  if (clientId === undefined)
    throw new LocalError('ERR_CLIENT_MISSING', 'Cannot read the request: the client_id is missing')
  const client = await findClient(clientSources, clientId).catch((cause: unknown) => {
    if (!(cause instanceof ClientError)) throw cause
    throw new LocalError('ERR_CLIENT_UNREADABLE', cause.message, { cause })
  })
  if (!client) throw new LocalError('ERR_CLIENT_UNKNOWN', 'Cannot find the client')
  if (redirectUri === undefined || !isRegisteredRedirect(client.redirectUris, redirectUri))
    throw new LocalError(
      'ERR_REDIRECT_UNREGISTERED',
      'Cannot redirect: the address is not registered',
    )

  return { client, redirectUri }
}

async function checkRequest(
  { tokenContext }: Services,
  { parameters, repeated }: ParsedParameters,
  client: Client,
  redirectUri: string,
): Promise<AuthorizationRequest> {
  if (repeated.includes('resource'))
    throw refusal('invalid_target', 'Only one resource is supported')
  if (repeated.length > 0) throw refusal('invalid_request', 'A parameter stands more than once')

  const checked = checkAuthorizationRequest({ parameters, client, redirectUri })
  if (!checked.ok) throw checked.failure
  const resource = await findResource(tokenContext.resources, parameters['resource'])
  const scopes = checkScopes(parameters['scope'], resource)
  if (!scopes.ok) throw scopes.failure

  return { ...checked.value, scopes: scopes.value, ...(resource && { resource: resource.uri }) }
}

async function findResource(
  resources: Services['tokenContext']['resources'],
  uri: string | undefined,
): Promise<Resource | undefined> {
  if (uri === undefined) return undefined
  const answer = await resources.find(uri)
  if (answer.found) return answer.resource
  throw answer.reason === 'unknown'
    ? refusal('invalid_target', 'The resource is not a server that trusts this issuer')
    : refusal('temporarily_unavailable', 'The resource cannot be looked up now')
}
