import { html } from 'hono/html'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../people/demo-accounts.ts'
import { emailField, failureNotice, passwordField } from './fields.ts'
import { hiddenFields, layout, type Html } from './layout.ts'
import { messagesFor } from './messages.ts'
import type { SignInPageFailure } from './messages/sign-in.ts'
import {
  providerButtons,
  providerNotice,
  type ProviderButtons,
  type ProviderNotice,
} from './provider-buttons.ts'

/** What the sign-in page shows. */
export interface SignInPage extends ProviderButtons {
  clientName: string
  /** Where the form goes. */
  action: string
  /** Where an account is created. */
  createAccountUrl: string
  /** Where a new password begins, and where its form goes. */
  forgotPasswordUrl: string
  forgotPasswordAction: string
  demoAccounts: boolean
  email?: string
  failure?: SignInPageFailure
  /** Why another provider signed nobody in. */
  notice?: ProviderNotice | undefined
}

/** Asks for e-mail address and password. */
export function signInPage(page: SignInPage): Html {
  const { signIn } = messagesFor(page.locale)
  const { locale, email, failure, notice } = page
  // Whoever has to prove the address, or has done so, has typed nothing wrong.
  const noticeId = failure === 'wrong' ? 'failure' : undefined
  return layout(
    page,
    signIn.title,
    html`<h1>${signIn.title}</h1>
      <p class="lead">${signIn.continueTo(page.clientName)}</p>
      ${notice ? providerNotice(page, notice) : ''}
      ${failure ? failureNotice(signIn.failures[failure]) : ''}
      ${failure === 'unverified' ? proveAddress(page) : ''}
      ${page.demoAccounts ? demoButtons(page) : ''}
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)} ${emailField(locale, { value: email ?? '', noticeId })}
        ${passwordField(locale, { noticeId })}
        <button>${signIn.submit}</button>
      </form>
      <p class="other"><a href="${page.forgotPasswordUrl}">${signIn.forgotPassword}</a></p>
      ${providerButtons(page)}
      <p class="other">
        ${signIn.noAccount} <a href="${page.createAccountUrl}">${signIn.createAccount}</a>
      </p>`,
  )
}

function proveAddress({ locale, forgotPasswordAction, fields, email }: SignInPage): Html {
  const { signIn } = messagesFor(locale)
  return html`<form class="prove" method="post" action="${forgotPasswordAction}">
    ${hiddenFields({ ...fields, email: email ?? '' })}
    <button>${signIn.proveAddress}</button>
  </form>`
}

function demoButtons({ locale, action, fields }: SignInPage): Html {
  const { signIn } = messagesFor(locale)
  return html`<section class="demo" aria-labelledby="demo">
      <h2 id="demo">${signIn.demoTitle}</h2>
      <p class="quiet">${signIn.demoHint}</p>
      <div class="buttons">
        ${DEMO_ACCOUNTS.map(
          ({ email, name }) =>
            html`<form method="post" action="${action}">
              ${hiddenFields({ ...fields, email, password: DEMO_PASSWORD })}
              <button class="plain">${signIn.demoButton(name)}</button>
            </form>`,
        )}
      </div>
    </section>
    <p class="or">${signIn.or}</p>`
}
