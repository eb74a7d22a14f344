import type { Hono } from 'hono'
import { checkScopes } from '../authorization/check-authorization-request.ts'
import { DELEGATION_DONE_PATH, DELEGATION_PATH } from '../authorization/delegation.ts'
import { LocalError } from '../authorization/errors.ts'
import { parseParameters, type ParsedParameters } from '../authorization/parameters.ts'
import { isActor, type Client } from '../clients/client.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import { delegationDonePage } from '../pages/delegation-page.ts'
import type { Resource } from '../resources/resource.ts'
import type { Services } from '../services.ts'
import { isOwnResource } from '../tokens/exchange-token.ts'
import { beginOwnRequest, type OwnRequest } from './begin-request.ts'
import { toPageResponse } from './page-response.ts'
import { resourceRefused } from './step-routes.ts'

/**
 * Where a person allows a server to act for them at another one. Whoever sent them here learns nothing by
 * a redirect: what is wrong stands on a page of ours, and so does the end.
 */
export function addDelegationRoutes(app: Hono, services: Services): void {
  app.get(DELEGATION_PATH, async (c) => {
    const parsed = parseParameters(new URL(c.req.url).searchParams)
    return beginOwnRequest(services, c.req.raw, await checkDelegation(services, parsed))
  })

  app.get(DELEGATION_DONE_PATH, (c) => {
    const isDenied = c.req.query('answer') === 'denied'
    const locale = chooseLocale({
      chosen: c.req.query('lang'),
      acceptLanguage: c.req.header('accept-language'),
    })
    const inLanguage = (lang: string) => {
      const search = new URLSearchParams({ lang, ...(isDenied && { answer: 'denied' }) })
      return `${DELEGATION_DONE_PATH}?${search}`
    }
    const page = { locale, inLanguage, markUrl: services.webUrl }
    return toPageResponse(delegationDonePage(page, { isDenied }))
  })
}

async function checkDelegation(
  services: Services,
  { parameters, repeated }: ParsedParameters,
): Promise<OwnRequest> {
  if (repeated.length > 0)
    throw new LocalError('ERR_PARAMETER_REPEATED', 'Cannot read the request: a parameter repeats')

  const client = await findActor(services, parameters['client_id'])
  const resource = await findTarget(services, client, parameters['resource'])
  const scopes = checkScopes(parameters['scope'], resource)
  if (!scopes.ok)
    throw new LocalError('ERR_SCOPE_UNKNOWN', 'Cannot ask for scopes that the resource lacks')

  return {
    clientId: client.id,
    path: DELEGATION_DONE_PATH,
    scopes: scopes.value,
    resource: resource.uri,
  }
}

/** Actors stand in the configuration: no stranger's document is read for this page. */
async function findActor(
  { clientSources }: Services,
  clientId: string | undefined,
): Promise<Client> {
  if (clientId === undefined)
    throw new LocalError('ERR_CLIENT_MISSING', 'Cannot read the request: the client_id is missing')
  const client = await clientSources.findStatic(clientId)
  if (!client) throw new LocalError('ERR_CLIENT_UNKNOWN', 'Cannot find the client')
  if (!isActor(client))
    throw new LocalError('ERR_CLIENT_NOT_ACTOR', 'Cannot let the client act for people')
  return client
}

async function findTarget(
  { tokenContext }: Services,
  client: Client,
  uri: string | undefined,
): Promise<Resource> {
  if (uri === undefined) throw resourceRefused('unknown')
  const answer = await tokenContext.resources.find(uri)
  if (!answer.found) throw resourceRefused(answer.reason)
  if (isOwnResource(client, answer.resource.uri)) throw resourceRefused('unknown')
  return answer.resource
}
