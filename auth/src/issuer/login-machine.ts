import { issuer as createOpenAuth, type OnSuccessResponder } from '@openauthjs/openauth/issuer'
import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { StorageAdapter } from '@openauthjs/openauth/storage/storage'
import { createSubjects } from '@openauthjs/openauth/subject'
import * as z from 'zod'
import type { RequestStore } from '../authorization/authorization-request.ts'
import { codeLocation, pageLocation } from '../authorization/response-location.ts'
import { toRedirect } from '../http/page-response.ts'
import { alreadyAnswered, type Consent } from './consent-provider.ts'
import type { FederatedIdentity } from './federated-provider.ts'
import type { FlowRoutes } from './flow-routes.ts'
import { STEPS, stepUrl, type Flow, type Step } from './flow.ts'
import type { PasswordIdentity } from './password-provider.ts'
import {
  createRememberedProvider,
  REMEMBERED,
  type RememberedConsent,
} from './remembered-provider.ts'

/** OpenAuth, as the rest of the issuer sees it: it knows who signs in, and hands over the code. */
export interface LoginMachine {
  /** Runs one step of a request. */
  run(step: Step, flow: Flow): Promise<Response>
  /** Hands over the code at once. */
  answer(remembered: RememberedConsent): Promise<Response>
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
  /** Signs the browser in; returns its cookie, or `undefined` where what let the person in counts no more. */
  startSession: (flow: Flow, identity: PasswordIdentity) => Promise<string | undefined>
}

/** What a code stands for besides what OpenAuth itself keeps with it. */
const subjects = createSubjects({
  person: z.object({
    scopes: z.array(z.string()),
    resource: z.string().optional(),
    session: z.string(),
  }),
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
  const remembered = new WeakMap<Request, RememberedConsent>()
  const inner = withoutRequestLog(() =>
    createOpenAuth({
      subjects,
      storage,
      providers: {
        password,
        federated,
        consent,
        remembered: createRememberedProvider((request) => {
          const found = remembered.get(request)
          if (!found) throw new Error('A remembered consent was asked for outside of a request')
          return found
        }),
      },
      // Its own way to begin is never taken.
      allow: async () => false,
      async success(responder: Responder, value, request) {
        if (value.provider === 'remembered') return handOverCode(responder, value)
        const flow = flows.flowOf(request)
        if (value.provider === 'consent') return finish(responder, flow, value)

        const cookie = await startSession(flow, value)
        const next = { requestId: flow.requestId, language: flow.locale }
        return cookie
          ? toRedirect(stepUrl(STEPS.consent, next), [cookie])
          : toRedirect(stepUrl(STEPS.signIn, next))
      },
    }),
  )

  // OpenAuth answers any error by a redirect with the error's own words in it, and prints it. Ours are
  // for our own pages and our own log.
  inner.onError((error) => {
    throw error
  })

  return {
    async run(step, flow) {
      const made = new Request(new URL(step, issuer), { method: flow.form ? 'POST' : 'GET' })
      flows.begin(made, flow)
      return withoutOwnCookies(await inner.fetch(made))
    },

    async answer(consent) {
      const made = new Request(new URL(REMEMBERED, issuer))
      remembered.set(made, consent)
      return inner.fetch(made)
    },
  }

  /** The request is taken out first: of two answers to it, one gets a code. */
  async function finish(responder: Responder, flow: Flow, consent: Consent) {
    const { id, request } = flow.pending
    if (!(await requests.finish(id))) throw alreadyAnswered()
    if (request.endsIn === 'page') return toRedirect(pageLocation(request, flow))
    return handOverCode(responder, { request, ...consent })
  }

  async function handOverCode(responder: Responder, consent: RememberedConsent) {
    const { request, userId, sessionId: session } = consent
    const { scopes, resource } = request
    const answer = await responder.subject(
      'person',
      { scopes, session, ...(resource !== undefined && { resource }) },
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

/** OpenAuth takes back a cookie that it never set; what we set goes out. */
function withoutOwnCookies(response: Response): Response {
  const { headers } = response
  const ours = headers.getSetCookie().filter((cookie) => cookie.includes('toolgraph-auth-'))
  headers.delete('set-cookie')
  for (const cookie of ours) headers.append('set-cookie', cookie)
  return response
}
