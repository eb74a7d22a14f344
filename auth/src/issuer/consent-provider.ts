import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { AuditLog } from '../audit-log.ts'
import { decideConsent, type ConsentDecision } from '../authorization/decide-consent.ts'
import type { AuthorizationRequest, RequestStore } from '../authorization/authorization-request.ts'
import { isDelegation } from '../authorization/delegation.ts'
import { LocalError } from '../authorization/errors.ts'
import { refusal } from '../authorization/check-authorization-request.ts'
import type { GrantStore } from '../authorization/grant-store.ts'
import { errorLocation, pageLocation } from '../authorization/response-location.ts'
import { toPageResponse, toRedirect } from '../http/page-response.ts'
import { consentPage } from '../pages/consent-page.ts'
import { delegationPage } from '../pages/delegation-page.ts'
import type { Session } from '../people/session.ts'
import { formFields, STEPS, stepUrl, type Flow } from './flow.ts'
import type { FlowRoute } from './flow-routes.ts'

/** What the provider proves: that this person allows what the request asks. */
export interface Consent {
  userId: string
  /** The session that says who they are. */
  sessionId: string
}

/** What asking for consent needs. */
export interface ConsentContext {
  issuer: string
  requests: RequestStore
  grants: GrantStore
  audit: AuditLog
  /** Origins that the operator vouches for. */
  trustedOrigins: readonly string[]
  now: () => number
}

/** Asks the signed-in person, as a provider of OpenAuth: who passes it gets the code. */
export function createConsentProvider(
  context: ConsentContext,
  route: FlowRoute,
): Provider<Consent> {
  return {
    type: 'consent',
    init(routes, { success }) {
      routes.get(
        '/authorize',
        route(async (c, flow) => {
          const session = acceptableSession(flow)
          const isSilent = flow.pending.request.prompt.includes('none')
          if (!session && isSilent) return refuse(context, flow, 'login_required')
          if (!session) return toRedirect(signInUrl(flow))

          const decision = await decide(context, flow, session)
          if (!decision.ask) return success(c, { userId: session.person.id, sessionId: session.id })
          if (isSilent) return refuse(context, flow, 'consent_required')
          return showConsent(flow, session, decision)
        }),
      )
      routes.post(
        '/authorize',
        route(async (c, flow) => {
          const session = acceptableSession(flow)
          const decision = flow.form?.['decision']
          if (!session || decision === 'switch') return toRedirect(signInUrl(flow))
          if (decision === 'deny') return deny(context, flow, session)
          // Another account was signed in, in another tab, since this page was shown: show it again.
          if (flow.form?.['person'] !== session.person.id)
            return toRedirect(
              stepUrl(STEPS.consent, { requestId: flow.requestId, language: flow.locale }),
            )
          if (decision !== 'allow')
            throw new LocalError('ERR_FORM_REFUSED', 'Cannot read the form: no decision in it')

          await allow(context, flow, session)
          return success(c, { userId: session.person.id, sessionId: session.id })
        }),
      )
    },
  }
}

/** With `prompt=login` only a sign-in counts that was made for this very request. */
function acceptableSession({ session, pending }: Flow): Session | undefined {
  const { prompt } = pending.request
  const mustBeNew = prompt.includes('login') || prompt.includes('select_account')
  const isNew = session !== undefined && session.createdAt >= pending.createdAt
  return mustBeNew && !isNew ? undefined : session
}

function signInUrl({ requestId, locale }: Flow): string {
  return stepUrl(STEPS.signIn, { requestId, language: locale })
}

async function decide(
  { grants, trustedOrigins }: ConsentContext,
  { client, pending: { request } }: Flow,
  { person }: Session,
): Promise<ConsentDecision> {
  const granted = await grants.find(grantKey(request, person.id))
  return decideConsent({ client, request, granted, trustedOrigins })
}

function showConsent(
  flow: Flow,
  { person }: Session,
  { fresh, known, isReturning }: ConsentDecision & { ask: true },
) {
  const { client, resource, locale, requestId, pending } = flow
  const { request } = pending
  const { redirectUri } = request
  const question = {
    locale,
    inLanguage: (language: string) => stepUrl(STEPS.consent, { requestId, language }),
    client,
    person,
    fresh,
    known,
    isReturning,
    fields: { ...formFields(flow), person: person.id },
    action: STEPS.consent,
  }
  const page =
    resource && isDelegation(request)
      ? delegationPage({ ...question, resource })
      : consentPage({ ...question, resource, redirectUri })
  return toPageResponse(page, { formTarget: redirectUri })
}

async function allow(
  { grants, audit, now }: ConsentContext,
  { client, pending: { request } }: Flow,
  { person }: Session,
): Promise<void> {
  const { scopes, resource } = request
  await grants.add(grantKey(request, person.id), scopes, new Date(now()))
  await audit.record({
    action: 'consent.given',
    userId: person.id,
    clientId: client.id,
    detail: { resource, scopes, ...delegationOf(request) },
  })
}

async function deny(context: ConsentContext, flow: Flow, { person }: Session): Promise<Response> {
  const { request } = flow.pending
  const { scopes, resource } = request
  await context.audit.record({
    action: 'consent.denied',
    userId: person.id,
    clientId: flow.client.id,
    detail: { resource, scopes, ...delegationOf(request) },
  })
  return refuse(context, flow, 'access_denied')
}

/** What the audit log says besides where a server wants to act for the person. */
function delegationOf(request: AuthorizationRequest): { delegation?: true } {
  return isDelegation(request) ? { delegation: true } : {}
}

const REASONS = {
  access_denied: 'The person did not allow it',
  login_required: 'Nobody is signed in',
  consent_required: 'The person has to be asked',
} as const

/** Ends the request with an answer to the client, or at the page of ours that asked. */
async function refuse(
  { issuer, requests }: ConsentContext,
  { pending, locale }: Flow,
  code: keyof typeof REASONS,
): Promise<Response> {
  const { request } = pending
  if (!(await requests.finish(pending.id))) throw alreadyAnswered()
  if (request.endsIn === 'page')
    return toRedirect(pageLocation(request, { locale, isDenied: true }))
  return toRedirect(errorLocation({ ...request, issuer }, refusal(code, REASONS[code])))
}

/** Makes the refusal of a request that somebody has answered before. */
export function alreadyAnswered(): LocalError {
  return new LocalError('ERR_REQUEST_UNKNOWN', 'Cannot answer the request: it has been answered')
}

function grantKey({ clientId, resource }: { clientId: string; resource?: string }, userId: string) {
  return { userId, clientId, ...(resource !== undefined && { resource }) }
}
