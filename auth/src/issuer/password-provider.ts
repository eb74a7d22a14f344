import type { Provider } from '@openauthjs/openauth/provider/provider'
import type { Context } from 'hono'
import type { AuditAction } from '../audit-log.ts'
import { LocalError } from '../authorization/errors.ts'
import { toRedirect } from '../http/page-response.ts'
import type { ProviderChoice } from '../pages/provider-buttons.ts'
import { claimProof, findProof } from '../people/claim-proof.ts'
import { createAccount } from '../people/create-account.ts'
import { CODE_PURPOSES, type EmailProof, type ProofContext } from '../people/email-proof.ts'
import { requestAccount } from '../people/request-account.ts'
import { allowNewPassword, requestReset, resetPassword } from '../people/reset-password.ts'
import { resendProof } from '../people/send-proof.ts'
import { signIn, type SignInContext, type SignInFailure } from '../people/sign-in.ts'
import { STEPS, type Flow } from './flow.ts'
import type { FlowRoute } from './flow-routes.ts'
import {
  showCreateAccount,
  showEnded,
  showEnterCode,
  showForgotPassword,
  showNewPassword,
  showSignIn,
  ticketOf,
  urlOf,
} from './password-pages.ts'

/** What the provider proves: who the person is. */
export interface PasswordIdentity {
  userId: string
  /** The password that was right, as it is kept: no longer good once there is another. */
  passwordHash?: string
}

/** What signing in by password needs. */
export interface PasswordContext extends SignInContext, ProofContext {
  /** Other providers, which the sign-in page offers. */
  providers: readonly ProviderChoice[]
  /** Where the mail can be read, on a development machine. */
  outboxUrl?: string | undefined
}

/** Lets the person go on, signed in. */
type Proceed = (identity: PasswordIdentity) => Promise<Response>

/** Sign-in by e-mail address and password, new accounts and new passwords, as a provider of OpenAuth. */
export function createPasswordProvider(
  context: PasswordContext,
  route: FlowRoute,
): Provider<PasswordIdentity> {
  return {
    type: 'password',
    init(routes, { success }) {
      const page = (path: string, show: (flow: Flow) => Promise<Response>) =>
        routes.get(
          path,
          route((_c, flow) => show(flow)),
        )
      const form = (path: string, take: (flow: Flow, proceed: Proceed) => Promise<Response>) =>
        routes.post(
          path,
          route((c: Context, flow) => take(flow, (identity) => success(c, identity))),
        )

      page('/authorize', (flow) => showSignIn(context, flow))
      form('/authorize', (flow, proceed) => takeSignIn(context, flow, proceed))
      page('/register', (flow) => showCreateAccount(flow))
      form('/register', (flow) => takeCreateAccount(context, flow))
      page('/verify', (flow) => visitEnterCode(context, flow))
      form('/verify', (flow, proceed) => takeCode(context, flow, proceed))
      page('/forgot', (flow) => showForgotPassword(flow))
      form('/forgot', (flow) => takeForgotPassword(context, flow))
      page('/new', (flow) => visitNewPassword(context, flow))
      form('/new', (flow, proceed) => takeNewPassword(context, flow, proceed))
    },
  }
}

async function takeSignIn(context: PasswordContext, flow: Flow, proceed: Proceed) {
  const { email = '', password = '' } = formOf(flow)
  const found = await signIn(context, { email, password, address: flow.address })
  if (!found.ok) return refuseSignIn(context, flow, found.failure)

  const { id: userId } = found.value.person
  await record(context, flow, { action: 'sign_in.succeeded', userId })
  return proceed({ userId, passwordHash: found.value.passwordHash })
}

async function refuseSignIn(context: PasswordContext, flow: Flow, failure: SignInFailure) {
  const { reason, userId } = failure
  await record(context, flow, { action: 'sign_in.refused', reason, ...(userId && { userId }) })
  return showSignIn(context, flow, failure)
}

async function takeCreateAccount(context: PasswordContext, flow: Flow) {
  const { email = '', password = '', name = '' } = formOf(flow)
  const { address, locale } = flow
  const ticket = await requestAccount(context, { email, password, name, address, locale })
  if (!ticket.ok) return showCreateAccount(flow, ticket.failure)

  return toRedirect(urlOf(flow, STEPS.enterCode, { ticket: ticket.value }))
}

async function takeForgotPassword(context: PasswordContext, flow: Flow) {
  const { email = '' } = formOf(flow)
  const { address, locale } = flow
  const ticket = await requestReset(context, { email, address, locale })
  if (!ticket.ok) return showForgotPassword(flow, ticket.failure)

  return toRedirect(urlOf(flow, STEPS.enterCode, { ticket: ticket.value }))
}

async function visitEnterCode(context: PasswordContext, flow: Flow) {
  const proof = await findCodeProof(context, flow)
  return proof ? showEnterCode(context, flow, proof) : showEnded(flow)
}

async function takeCode(context: PasswordContext, flow: Flow, proceed: Proceed) {
  if (formOf(flow)['action'] === 'send') return sendAgain(context, flow)

  const proof = await findCodeProof(context, flow)
  if (!proof) return showEnded(flow)
  const { code = '' } = formOf(flow)
  const claimed = await claimProof(context, { ticket: ticketOf(flow), code, address: flow.address })
  if (claimed.ok)
    return claimed.value.purpose === 'create_account'
      ? finishAccount(context, flow, { proof: claimed.value, proceed })
      : goOnToNewPassword(context, flow, claimed.value)

  const { reason, ...rest } = claimed.failure
  return reason === 'ended'
    ? showEnded(flow)
    : showEnterCode(context, flow, proof, { reason, ...rest })
}

async function sendAgain(context: PasswordContext, flow: Flow) {
  const ticket = ticketOf(flow)
  const { address, locale } = flow
  const proof = await findCodeProof(context, flow)
  const sent = await resendProof(context, { ticket, address, locale })
  if (sent.ok) return toRedirect(urlOf(flow, STEPS.enterCode, { ticket, sent: 'again' }))

  const { reason, ...rest } = sent.failure
  return !proof || reason === 'ended'
    ? showEnded(flow)
    : showEnterCode(context, flow, proof, { reason, ...rest })
}

async function finishAccount(
  context: PasswordContext,
  flow: Flow,
  { proof, proceed }: { proof: EmailProof; proceed: Proceed },
) {
  const person = await createAccount(context, proof)
  // Only whoever has proved the address learns that somebody else has, a moment ago.
  if (!person) return showSignIn(context, flow, { reason: 'email_taken' })

  await record(context, flow, { action: 'account.created', userId: person.id })
  return proceed({ userId: person.id })
}

async function goOnToNewPassword(context: PasswordContext, flow: Flow, proof: EmailProof) {
  const ticket = await allowNewPassword(context, proof)
  return ticket ? toRedirect(urlOf(flow, STEPS.newPassword, { ticket })) : showEnded(flow)
}

async function visitNewPassword(context: PasswordContext, flow: Flow) {
  const ticket = ticketOf(flow)
  const proof = await findProof(context, { ticket, purposes: ['new_password'] })
  return proof ? showNewPassword(flow, proof) : showEnded(flow)
}

async function takeNewPassword(context: PasswordContext, flow: Flow, proceed: Proceed) {
  const { password = '' } = formOf(flow)
  const ticket = ticketOf(flow)
  const { address, locale } = flow
  const proof = await findProof(context, { ticket, purposes: ['new_password'] })
  const person = await resetPassword(context, { ticket, password, address, locale })
  if (person.ok) {
    await record(context, flow, { action: 'password.reset', userId: person.value.id })
    return proceed({ userId: person.value.id })
  }
  const { reason } = person.failure
  return !proof || reason === 'ended' ? showEnded(flow) : showNewPassword(flow, proof, { reason })
}

function findCodeProof(context: PasswordContext, flow: Flow) {
  return findProof(context, { ticket: ticketOf(flow), purposes: CODE_PURPOSES })
}

function formOf({ form }: Flow) {
  if (!form) throw new LocalError('ERR_FORM_REFUSED', 'Cannot read the form: it was not sent')
  return form
}

async function record(
  { audit }: PasswordContext,
  flow: Flow,
  { action, userId, reason }: { action: AuditAction; userId?: string; reason?: string },
): Promise<void> {
  await audit.record({
    action,
    ...(userId && { userId }),
    clientId: flow.client.id,
    detail: { reason, address: flow.address },
  })
}
