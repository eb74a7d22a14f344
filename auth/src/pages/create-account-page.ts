import { html } from 'hono/html'
import type { AccountFailure } from '../people/create-account.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../people/password.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

/** What the page for a new account shows. */
export interface CreateAccountPage extends PageContext {
  clientName: string
  fields: Record<string, string>
  action: string
  signInUrl: string
  name?: string
  email?: string
  failure?: AccountFailure
}

/** Asks for the three things that an account is made of. */
export function createAccountPage(page: CreateAccountPage): Html {
  const { createAccount: account, signIn } = messagesFor(page.locale)
  return layout(
    page,
    account.title,
    html`<h1>${account.title}</h1>
      <p class="lead">${signIn.continueTo(page.clientName)}</p>
      ${
        page.failure
          ? html`<p class="notice" role="alert" id="failure">${account.failures[page.failure]}</p>`
          : ''
      }
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)}
        <div class="field">
          <label for="name">${account.name}</label>
          <input
            id="name"
            name="name"
            autocomplete="name"
            required
            maxlength="80"
            value="${page.name ?? ''}"
            aria-describedby="name-hint"
            ${invalid(page.failure, 'name')}
          />
          <p class="hint" id="name-hint">${account.nameHint}</p>
        </div>
        <div class="field">
          <label for="email">${account.email}</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            required
            maxlength="254"
            value="${page.email ?? ''}"
            aria-describedby="email-hint"
            ${invalid(page.failure, 'email')}
          />
          <p class="hint" id="email-hint">${account.emailHint}</p>
        </div>
        <div class="field">
          <label for="password">${account.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minlength="${MIN_PASSWORD_LENGTH}"
            maxlength="${MAX_PASSWORD_LENGTH}"
            aria-describedby="password-hint"
            ${invalid(page.failure, 'password')}
          />
          <p class="hint" id="password-hint">${account.passwordHint}</p>
        </div>
        <button>${account.submit}</button>
      </form>
      <p class="other">
        ${account.haveAccount} <a href="${page.signInUrl}">${account.signIn}</a>
      </p>`,
  )
}

function invalid(failure: AccountFailure | undefined, field: string): Html | '' {
  return failure?.startsWith(field) ? html`aria-invalid="true"` : ''
}
