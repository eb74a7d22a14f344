import { issuer as createOpenAuth, type OnSuccessResponder } from '@openauthjs/openauth/issuer'
import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { StorageAdapter } from '@openauthjs/openauth/storage/storage'
import { createSubjects } from '@openauthjs/openauth/subject'
import * as z from 'zod'
import type { AuthorizationRequest, RequestStore } from '../authorization/authorization-request.ts'
import { codeLocation, pageLocation } from '../authorization/response-location.ts'
import { toRedirect } from '../http/page-response.ts'
import { alreadyAnswered, type Consent } from './consent-provider.ts'
import type { FederatedIdentity } from './federated-provider.ts'
import type { FlowRoutes } from './flow-routes.ts'
import { STEPS, type Flow, type Step } from './flow.ts'
import type { PasswordIdentity } from './password-provider.ts'

/** OpenAuth, as the rest of the issuer sees it: it knows who signs in, and hands over the code. */
export interface LoginMachine {
  /** Begins a request whose client and redirect are checked; returns the cookies of its state. */
  begin(request: AuthorizationRequest, requestId: string): Promise<Record<string, string>>
  /** Runs one step of a request. */
  run(step: Step, flow: Flow): Promise<Response>
}

/** What the machine is made of. */
export interface LoginMachineOptions {
  issuer: string
  storage: StorageAdapter
  requests: RequestStore
  flows: FlowRoutes
  password: Provider<PasswordIdentity>
  federated: Provider<FederatedIdentity>
  consent: Provider<Consent>
  /** Signs the browser in; returns its cookie. */
  startSession: (flow: Flow, userId: string) => Promise<string>
}

/** What a code stands for besides what OpenAuth itself keeps with it. */
const subjects = createSubjects({
  person: z.object({ scopes: z.array(z.string()), resource: z.string().optional() }),
})

type Subjects = typeof subjects
type Responder = OnSuccessResponder<{
  type: 'person'
  properties: z.output<Subjects['person']>
}>

/** Makes the machine. Nothing from outside reaches it: its requests are made here, of checked parts. */
export function createLoginMachine(options: LoginMachineOptions): LoginMachine {
  const { issuer, storage, requests, flows, startSession } = options
  const { password, federated, consent } = options
  const vetted = new WeakSet<Request>()
  const inner = withoutRequestLog(() =>
    createOpenAuth({
      subjects,
      storage,
      providers: { password, federated, consent },
      allow: async (_input, request) => vetted.has(request),
      async success(responder: Responder, value, request) {
        const flow = flows.flowOf(request)
        if (value.provider === 'consent') return handOverCode(responder, flow, value.userId)

        const cookie = await startSession(flow, value.userId)
        const search = new URLSearchParams({ request: flow.requestId, lang: flow.locale })
        return toRedirect(`${STEPS.consent}?${search}`, [cookie])
      },
    }),
  )

  // OpenAuth answers any error by a redirect with the error's own words in it, and prints it. Ours are
  // for our own pages and our own log.
  inner.onError((error) => {
    throw error
  })

  return {
    async begin(request, requestId) {
      const search = new URLSearchParams({
        response_type: 'code',
        client_id: request.clientId,
        redirect_uri: request.redirectUri,
        state: requestId,
        code_challenge: request.codeChallenge,
        code_challenge_method: 'S256',
        provider: 'consent',
      })
      const made = new Request(new URL(`/authorize?${search}`, issuer))
      vetted.add(made)
      const response = await inner.fetch(made)
      if (response.headers.get('location') !== STEPS.consent)
        throw new Error(`OpenAuth did not begin the request: HTTP ${response.status}`)
      return readCookies(response)
    },

    async run(step, flow) {
      const made = new Request(new URL(step, issuer), {
        method: flow.form ? 'POST' : 'GET',
        headers: { cookie: writeCookies(flow.pending.cookies) },
      })
      flows.begin(made, flow)
      return withoutOwnCookies(await inner.fetch(made))
    },
  }

  /** The request is taken out first: of two answers to it, one gets a code. */
  async function handOverCode(responder: Responder, flow: Flow, userId: string) {
    const { id, request } = flow.pending
    if (!(await requests.finish(id))) throw alreadyAnswered()
    const { scopes, resource } = request
    if (request.endsIn === 'page') return toRedirect(pageLocation(request, flow))

    const answer = await responder.subject(
      'person',
      { scopes, ...(resource !== undefined && { resource }) },
      { subject: userId },
    )
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code')
    if (!code) throw new Error('OpenAuth handed over no code')
    return toRedirect(codeLocation({ ...request, issuer }, code))
  }
}

/**
 * OpenAuth logs each request with its query, upstream codes included, by Hono's logger. That takes
 * `console.log` once, when it is made.
 */
function withoutRequestLog<value>(create: () => value): value {
  const { log } = console
  console.log = () => {}
  try {
    return create()
  } finally {
    console.log = log
  }
}

function readCookies(response: Response): Record<string, string> {
  const pairs = response.headers.getSetCookie().map((cookie) => {
    const [pair = ''] = cookie.split(';')
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const
  })
  return Object.fromEntries(pairs)
}

function writeCookies(cookies: Record<string, string>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}

/** What OpenAuth sets stays here; what we set goes out. */
function withoutOwnCookies(response: Response): Response {
  const ours = response.headers
    .getSetCookie()
    .filter((cookie) => cookie.includes('toolgraph-auth-'))
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const cookie of ours) headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, headers })
}
