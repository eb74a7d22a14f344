import { NOTICE, parseNotice } from '../federation/notice.ts'
import { toPageResponse } from '../http/page-response.ts'
import { createAccountPage } from '../pages/create-account-page.ts'
import { codeEndedPage, enterCodePage, type CodePageFailure } from '../pages/enter-code-page.ts'
import type { SignInPageFailure } from '../pages/messages/sign-in.ts'
import type { ProviderChoice, ProviderNotice } from '../pages/provider-buttons.ts'
import { forgotPasswordPage, newPasswordPage } from '../pages/reset-password-pages.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import type { CodePurpose, EmailProof } from '../people/email-proof.ts'
import type { AccountFailure } from '../people/request-account.ts'
import type { NewPasswordFailure, ResetRequestFailure } from '../people/reset-password.ts'
import type { Refusal } from '../people/limits.ts'
import { formFields, STEPS, stepUrl, type Flow, type Step } from './flow.ts'

/** Shows the sign-in page. */
export function showSignIn(
  { demoAccounts, providers }: { demoAccounts: boolean; providers: readonly ProviderChoice[] },
  flow: Flow,
  failure?: Refusal<SignInPageFailure>,
): Promise<Response> {
  const { email } = typedIn(flow)
  const page = signInPage({
    ...pageOf(flow, STEPS.signIn),
    clientName: flow.client.name,
    createAccountUrl: urlOf(flow, STEPS.createAccount),
    forgotPasswordUrl: urlOf(flow, STEPS.forgotPassword),
    forgotPasswordAction: STEPS.forgotPassword,
    demoAccounts,
    providers,
    federationAction: STEPS.federation,
    notice: noticeFor(flow, providers),
    ...(failure && { failure: failure.reason }),
    ...(email && { email }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

/** What brought somebody back from another provider; a form that was sent since has its own answer. */
function noticeFor(
  { form, parameters }: Flow,
  providers: readonly ProviderChoice[],
): ProviderNotice | undefined {
  const notice = form ? undefined : parseNotice(parameters[NOTICE])
  const provider = providers.find(({ id }) => id === notice?.provider)
  return notice && provider && { provider, failure: notice.failure }
}

/** Shows the page for a new account. */
export function showCreateAccount(flow: Flow, failure?: AccountFailure): Promise<Response> {
  const page = createAccountPage({
    ...pageOf(flow, STEPS.createAccount),
    ...typedIn(flow),
    clientName: flow.client.name,
    signInUrl: urlOf(flow, STEPS.signIn),
    ...(failure && { failure: failure.reason }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

/** Shows the page that asks for the code of a mail. */
export function showEnterCode(
  { outboxUrl }: { outboxUrl?: string | undefined },
  flow: Flow,
  proof: EmailProof<CodePurpose>,
  failure?: Refusal<CodePageFailure>,
): Promise<Response> {
  const ticket = ticketOf(flow)
  const page = enterCodePage({
    ...pageOf(flow, STEPS.enterCode, { ticket }),
    purpose: proof.purpose,
    email: proof.email,
    wasSentAgain: flow.parameters['sent'] === 'again',
    signInUrl: urlOf(flow, STEPS.signIn),
    outboxUrl: outboxUrl && `${outboxUrl}?lang=${flow.locale}`,
    ...(failure && { failure: failure.reason }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

/** Says that a code, or the page for a new password, is too old or was used. */
export function showEnded(flow: Flow): Promise<Response> {
  const { locale } = flow
  const page = codeEndedPage({ locale, signInUrl: urlOf(flow, STEPS.signIn) })
  return toPageResponse(page, { status: 400 })
}

/** Shows the page that asks whose password is forgotten. */
export function showForgotPassword(flow: Flow, failure?: ResetRequestFailure): Promise<Response> {
  const { email = flow.session?.person.email } = typedIn(flow)
  const page = forgotPasswordPage({
    ...pageOf(flow, STEPS.forgotPassword),
    signInUrl: urlOf(flow, STEPS.signIn),
    ...(email && { email }),
    ...(failure && { failure: failure.reason }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

/** Shows the page that asks for a new password. */
export function showNewPassword(
  flow: Flow,
  { email }: EmailProof,
  failure?: Refusal<Exclude<NewPasswordFailure['reason'], 'ended'>>,
): Promise<Response> {
  const page = newPasswordPage({
    ...pageOf(flow, STEPS.newPassword, { ticket: ticketOf(flow) }),
    signInUrl: urlOf(flow, STEPS.signIn),
    email,
    ...(failure && { failure: failure.reason }),
  })
  return toPageResponse(page, optionsOf(flow, failure))
}

/** The ticket that came along. */
export function ticketOf({ parameters }: Flow): string {
  return (parameters['ticket'] ?? '').slice(0, 64)
}

/** The address of another step of the same request, in the language of this one. */
export function urlOf(
  { requestId, locale }: Flow,
  step: Step,
  more?: Readonly<Record<string, string>>,
): string {
  return stepUrl(step, { requestId, language: locale }, more)
}

function pageOf(flow: Flow, step: Step, more: Readonly<Record<string, string>> = {}) {
  const { locale, requestId } = flow
  return {
    locale,
    inLanguage: (language: string) => stepUrl(step, { requestId, language }, more),
    fields: { ...formFields(flow), ...more },
    action: step,
  }
}

/** What was typed survives a refusal; passwords do not. */
function typedIn({ form }: Flow): { email?: string; name?: string } {
  const { email, name } = form ?? {}
  return {
    ...(email && { email: email.slice(0, 254) }),
    ...(name && { name: name.slice(0, 80) }),
  }
}

function optionsOf(flow: Flow, failure: Refusal<string> | undefined) {
  const { reason, retryAfterSeconds } = failure ?? {}
  return {
    status: reason === undefined ? 200 : statusOf(reason),
    formTarget: flow.pending.request.redirectUri,
    retryAfterSeconds,
  }
}

function statusOf(reason: string): number {
  if (reason.startsWith('too_many')) return 429
  return reason === 'mail_failed' ? 503 : 400
}
