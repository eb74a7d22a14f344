import type { PendingRequest } from '../authorization/authorization-request.ts'
import type { Client } from '../clients/client.ts'
import type { Arrival } from '../federation/arrive.ts'
import type { Locale } from '../pages/messages.ts'
import type { Session } from '../people/session.ts'
import type { Resource } from '../resources/resource.ts'

/** One step of one authorization request in one browser: all that a provider knows. */
export interface Flow {
  /** The id in the address and in every form. */
  requestId: string
  pending: PendingRequest
  client: Client
  resource: Resource | undefined
  session: Session | undefined
  /** What came along: the fields of the form, or the query of a GET. */
  parameters: Readonly<Record<string, string | undefined>>
  /** The fields of a form that passed the CSRF check; `undefined` for a GET. */
  form: Readonly<Record<string, string | undefined>> | undefined
  /** Who came back from another provider; at `ARRIVAL` alone. */
  arrival: Arrival | undefined
  /** The token that the forms of this step must carry. */
  csrf: string
  locale: Locale
  /** The network address of the browser. */
  address: string
  /** What the browser calls itself. */
  userAgent: string | undefined
}

/** The steps, as OpenAuth routes them: a provider's name, then its own path. */
export const STEPS = {
  signIn: '/password/authorize',
  createAccount: '/password/register',
  enterCode: '/password/verify',
  forgotPassword: '/password/forgot',
  newPassword: '/password/new',
  federation: '/federated/authorize',
  consent: '/consent/authorize',
} as const

/** The step of somebody who comes back from another provider. No address leads there: callbacks do. */
export const ARRIVAL = '/federated/arrival'

/** One of the steps. */
export type Step = (typeof STEPS)[keyof typeof STEPS] | typeof ARRIVAL

/** The address of a step of a request; the language goes along only where the person chose it. */
export function stepUrl(
  step: Step,
  flow: { requestId: string; language?: string },
  more: Readonly<Record<string, string>> = {},
): string {
  const { requestId, language } = flow
  const search = new URLSearchParams({
    request: requestId,
    ...(language && { lang: language }),
    ...more,
  })
  return `${step}?${search}`
}

/** The hidden fields of every form of a step. */
export function formFields({ requestId, csrf, locale }: Flow): Record<string, string> {
  return { request: requestId, csrf, lang: locale }
}
