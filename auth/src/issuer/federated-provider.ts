import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { AuditLog } from '../audit-log.ts'
import { LocalError } from '../authorization/errors.ts'
import { arrive, type Arrived } from '../federation/arrive.ts'
import { depart } from '../federation/depart.ts'
import type { UpstreamFailure } from '../federation/failure.ts'
import type { ConnectedProvider, Federation } from '../federation/federation.ts'
import { NOTICE, toNotice } from '../federation/notice.ts'
import { toOnwardResponse } from '../http/onward-response.ts'
import { toRedirect } from '../http/page-response.ts'
import { STEPS, type Flow } from './flow.ts'
import type { FlowRoute } from './flow-routes.ts'
import { urlOf } from './password-pages.ts'

/** What the provider proves: who the person is. */
export interface FederatedIdentity {
  userId: string
}

/** Sign-in by GitHub, Google and any OpenID provider, as one provider of OpenAuth. */
export function createFederatedProvider(
  context: Federation & { audit: AuditLog },
  route: FlowRoute,
): Provider<FederatedIdentity> {
  return {
    type: 'federated',
    init(routes, { success }) {
      // The address of a form's answer, loaded anew.
      routes.get(
        '/authorize',
        route(async (_c, flow) => toRedirect(urlOf(flow, STEPS.signIn))),
      )
      routes.post(
        '/authorize',
        route(async (_c, flow) => {
          const connected = context.providers.get(flow.form?.['provider'] ?? '')
          if (!connected)
            throw new LocalError('ERR_FORM_REFUSED', 'Cannot read the form: no provider in it')
          return sendOut(context, flow, connected)
        }),
      )
      routes.get(
        '/arrival',
        route(async (c, flow) => {
          const { arrival } = flow
          const connected = context.providers.get(arrival?.departure.provider ?? '')
          if (!arrival || !connected)
            throw new LocalError('ERR_REQUEST_UNKNOWN', 'Cannot find who came back')
          const arrived = await arrive(context, connected, arrival)
          if (!arrived.ok) return refuse(context, flow, connected, arrived.failure)

          await recordArrival(context, flow, connected, arrived.value)
          return success(c, { userId: arrived.value.person.id })
        }),
      )
    },
  }
}

async function sendOut(
  context: Federation & { audit: AuditLog },
  flow: Flow,
  connected: ConnectedProvider,
): Promise<Response> {
  const { requestId, pending, locale, address } = flow
  const departed = await depart(context, connected, {
    requestId,
    browser: pending.browser,
    locale,
    address,
    chooseAccount: mustChoose(flow),
  })
  if (!departed.ok) return refuse(context, flow, connected, departed.failure)
  return toOnwardResponse({ locale, place: connected.provider.name, url: departed.value.href })
}

/** Whoever is signed in here already, or is asked to sign in anew, has come for another account. */
function mustChoose({ session, pending: { request } }: Flow): boolean {
  const { prompt } = request
  return session !== undefined || prompt.includes('login') || prompt.includes('select_account')
}

/** Back to the sign-in page of the same request, with a sentence of our own. */
async function refuse(
  { audit, log }: Federation & { audit: AuditLog },
  flow: Flow,
  { provider: { id: provider } }: ConnectedProvider,
  { failure, code }: UpstreamFailure,
): Promise<Response> {
  log.warn('Nobody was signed in by a provider', { provider, failure, code })
  await audit.record({
    action: 'sign_in.refused',
    clientId: flow.client.id,
    detail: { provider, reason: failure, code, address: flow.address },
  })
  return toRedirect(urlOf(flow, STEPS.signIn, { [NOTICE]: toNotice({ provider, failure }) }))
}

const ADMISSIONS = {
  linked: 'identity.linked',
  taken_over: 'account.taken_over',
  created: 'account.created',
} as const

async function recordArrival(
  { audit }: { audit: AuditLog },
  { client, address }: Flow,
  { provider: { id: provider } }: ConnectedProvider,
  { person, admission }: Arrived,
): Promise<void> {
  const event = { userId: person.id, clientId: client.id, detail: { provider, address } }
  if (admission !== 'known') await audit.record({ ...event, action: ADMISSIONS[admission] })
  await audit.record({ ...event, action: 'sign_in.succeeded' })
}
