import type { Provider } from '@openauthjs/openauth/provider/provider'
import { LocalError } from '../authorization/errors.ts'
import { toPageResponse } from '../http/page-response.ts'
import { createAccountPage } from '../pages/create-account-page.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import { createAccount, type AccountFailure } from '../people/create-account.ts'
import { signIn, type SignInContext, type SignInFailure } from '../people/sign-in.ts'
import type { AuditLog } from '../audit-log.ts'
import { formFields, STEPS, stepUrl, type Flow } from './flow.ts'
import type { FlowRoute } from './flow-routes.ts'

/** What the provider proves: who the person is. */
export interface PasswordIdentity {
  userId: string
}

/** Sign-in by e-mail address and password, and new accounts, as a provider of OpenAuth. */
export function createPasswordProvider(
  context: SignInContext & { audit: AuditLog },
  route: FlowRoute,
): Provider<PasswordIdentity> {
  return {
    type: 'password',
    init(routes, { success }) {
      routes.get(
        '/authorize',
        route(async (_c, flow) => showSignIn(context, flow)),
      )
      routes.get(
        '/register',
        route(async (_c, flow) => showCreateAccount(flow)),
      )
      routes.post(
        '/authorize',
        route(async (c, flow) => {
          const { email = '', password = '' } = formOf(flow)
          const person = await signIn(context, { email, password, address: flow.address })
          if (!person.ok) return refuseSignIn(context, flow, person.failure)

          await recordSignIn(context, flow, person.value.id)
          return success(c, { userId: person.value.id })
        }),
      )
      routes.post(
        '/register',
        route(async (c, flow) => {
          const { email = '', password = '', name = '' } = formOf(flow)
          const account = { email, password, name, address: flow.address }
          const person = await createAccount(context, account)
          if (!person.ok) return showCreateAccount(flow, person.failure)

          const { id: userId } = person.value
          await context.audit.record({
            action: 'account.created',
            userId,
            clientId: flow.client.id,
          })
          return success(c, { userId })
        }),
      )
    },
  }
}

function formOf({ form }: Flow) {
  if (!form) throw new LocalError('ERR_FORM_REFUSED', 'Cannot read the form: it was not sent')
  return form
}

function showSignIn({ demoAccounts }: SignInContext, flow: Flow, failure?: SignInFailure) {
  const { email } = flow.form ?? {}
  const page = signInPage({
    ...pageOf(flow, STEPS.signIn),
    createAccountUrl: stepUrl(STEPS.createAccount, languageOf(flow)),
    demoAccounts,
    ...(failure && { failure }),
    ...(email && { email: email.slice(0, 254) }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

function showCreateAccount(flow: Flow, failure?: AccountFailure) {
  const { email, name } = flow.form ?? {}
  const page = createAccountPage({
    ...pageOf(flow, STEPS.createAccount),
    signInUrl: stepUrl(STEPS.signIn, languageOf(flow)),
    ...(failure && { failure }),
    ...(email && { email: email.slice(0, 254) }),
    ...(name && { name: name.slice(0, 80) }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

function pageOf(flow: Flow, step: typeof STEPS.signIn | typeof STEPS.createAccount) {
  return {
    locale: flow.locale,
    inLanguage: (language: string) => stepUrl(step, { requestId: flow.requestId, language }),
    clientName: flow.client.name,
    fields: formFields(flow),
    action: step,
  }
}

function languageOf({ requestId, locale }: Flow) {
  return { requestId, language: locale }
}

function optionsOf(flow: Flow, failure: SignInFailure | AccountFailure | undefined) {
  const status = failure === undefined ? 200 : failure === 'too_many' ? 429 : 400
  return { status, formTarget: flow.pending.request.redirectUri }
}

async function refuseSignIn(
  context: SignInContext & { audit: AuditLog },
  flow: Flow,
  failure: SignInFailure,
) {
  await context.audit.record({
    action: 'sign_in.refused',
    clientId: flow.client.id,
    detail: { reason: failure, address: flow.address },
  })
  return showSignIn(context, flow, failure)
}

async function recordSignIn({ audit }: { audit: AuditLog }, flow: Flow, userId: string) {
  await audit.record({
    action: 'sign_in.succeeded',
    userId,
    clientId: flow.client.id,
    detail: { address: flow.address },
  })
}
