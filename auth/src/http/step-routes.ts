import type { Hono } from 'hono'
import { refusal } from '../authorization/check-authorization-request.ts'
import type { PendingRequest } from '../authorization/authorization-request.ts'
import { LocalError } from '../authorization/errors.ts'
import { parseParameters, type Parameters } from '../authorization/parameters.ts'
import { errorLocation } from '../authorization/response-location.ts'
import { findGrantedClient } from '../clients/find-client.ts'
import type { Arrival } from '../federation/arrive.ts'
import { STEPS, type Flow, type Step } from '../issuer/flow.ts'
import { sha256Hex } from '../keys/digest.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import type { ResourceAnswer } from '../resources/resource.ts'
import type { Services } from '../services.ts'
import { findSession } from './find-session.ts'
import { toRedirect } from './page-response.ts'
import { readBody } from './read-body.ts'

const MAX_FORM_BYTES = 16 * 1024

/** The pages of a request: sign-in, new account, consent. Each knows its request by the id in the form. */
export function addStepRoutes(app: Hono, services: Services): void {
  for (const step of Object.values(STEPS)) {
    app.get(step, async (c) => {
      const { parameters } = parseParameters(new URL(c.req.url).searchParams)
      return runStep(services, step, { raw: c.req.raw, bindings: c.env, parameters })
    })
    app.post(step, async (c) => {
      const form = await readForm(services, c.req.raw)
      return runStep(services, step, { raw: c.req.raw, bindings: c.env, parameters: form, form })
    })
  }
}

/** What leads to a step. */
export interface StepRequest {
  raw: Request
  bindings: unknown
  parameters: Parameters
  form?: Parameters
  arrival?: Arrival
}

/** Runs one step of a request, for the browser that began it. */
export async function runStep(
  services: Services,
  step: Step,
  incoming: StepRequest,
): Promise<Response> {
  const { cookies, machine, sign, isSigned } = services
  const { raw, parameters, form } = incoming
  const requestId = parameters['request'] ?? ''
  const browser = cookies.browser.read(raw) ?? ''
  const pending = await findPending(services, requestId, browser)
  const ours = `${requestId}.${browser}`
  if (form && !(await isSigned(ours, form['csrf'] ?? ''))) throw formRefused()

  const client = await findGrantedClient(services.clientSources, pending.request.clientId)
  if (!client) throw new LocalError('ERR_CLIENT_UNKNOWN', 'Cannot find the client')
  const answer = step === STEPS.consent ? await findResource(services, pending) : undefined
  if (answer?.found === false) return giveUp(services, pending, answer.reason)

  const flow: Flow = {
    requestId,
    pending,
    client,
    resource: answer?.resource,
    session: await findSession(services, raw),
    parameters,
    form,
    arrival: incoming.arrival,
    csrf: await sign(ours),
    locale: chooseLocale({
      chosen: parameters['lang'],
      uiLocales: pending.request.uiLocales,
      acceptLanguage: raw.headers.get('accept-language') ?? undefined,
    }),
    address: services.addressOf(raw, incoming.bindings),
    userAgent: raw.headers.get('user-agent') ?? undefined,
  }
  return machine.run(step, flow)
}

async function findPending(
  { requests }: Services,
  requestId: string,
  browser: string,
): Promise<PendingRequest> {
  const pending = await requests.find(await sha256Hex(requestId))
  if (!pending) throw new LocalError('ERR_REQUEST_UNKNOWN', 'Cannot find the request')
  if (pending.browser !== (await sha256Hex(browser)))
    throw new LocalError('ERR_REQUEST_OF_ANOTHER_BROWSER', 'Cannot go on in another browser')
  return pending
}

async function findResource(
  { tokenContext }: Services,
  { request }: PendingRequest,
): Promise<ResourceAnswer | undefined> {
  return request.resource === undefined ? undefined : tokenContext.resources.find(request.resource)
}

/** The server has left the registry, or the registry cannot be asked: consent cannot be shown. */
async function giveUp(
  { requests, issuer }: Services,
  { id, request }: PendingRequest,
  reason: 'unknown' | 'unavailable',
) {
  await requests.finish(id)
  if (request.endsIn === 'page') throw resourceRefused(reason)
  const error = refusal('temporarily_unavailable', 'The resource cannot be looked up now')
  return toRedirect(errorLocation({ ...request, issuer }, error))
}

/** Makes the refusal of a server that nothing can be allowed at. */
export function resourceRefused(reason: 'unknown' | 'unavailable'): LocalError {
  return reason === 'unknown'
    ? new LocalError('ERR_RESOURCE_UNKNOWN', 'Cannot find the resource')
    : new LocalError('ERR_RESOURCE_UNAVAILABLE', 'Cannot look the resource up now')
}

/** Reads a form of ours; one that another site sends is refused whatever it carries. */
export async function readForm({ issuer }: Services, request: Request): Promise<Parameters> {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const isOurs = (origin === null || origin === issuer) && (site === null || site === 'same-origin')
  const type = request.headers.get('content-type') ?? ''
  if (!isOurs || !/^application\/x-www-form-urlencoded\b/i.test(type)) throw formRefused()

  const body = await readBody(request, MAX_FORM_BYTES)
  if (!body.ok) throw formRefused()
  const { parameters, repeated } = parseParameters(new URLSearchParams(body.value))
  if (repeated.length > 0) throw formRefused()
  return parameters
}

/** Makes the refusal of a form. */
export function formRefused(): LocalError {
  return new LocalError('ERR_FORM_REFUSED', 'Cannot accept the form')
}
