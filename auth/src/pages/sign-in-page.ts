import { html } from 'hono/html'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../people/demo-accounts.ts'
import type { SignInFailure } from '../people/sign-in.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

/** What the sign-in page shows. */
export interface SignInPage extends PageContext {
  clientName: string
  /** Hidden fields of each form: the request, the language, the CSRF token. */
  fields: Record<string, string>
  /** Where the form goes. */
  action: string
  /** Where an account is created. */
  createAccountUrl: string
  demoAccounts: boolean
  email?: string
  failure?: SignInFailure
}

/** Asks for e-mail address and password. */
export function signInPage(page: SignInPage): Html {
  const { signIn } = messagesFor(page.locale)
  return layout(
    page,
    signIn.title,
    html`<h1>${signIn.title}</h1>
      <p class="lead">${signIn.continueTo(page.clientName)}</p>
      ${
        page.failure
          ? html`<p class="notice" role="alert" id="failure">${signIn.failures[page.failure]}</p>`
          : ''
      }
      ${page.demoAccounts ? demoButtons(page) : ''}
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)}
        <div class="field">
          <label for="email">${signIn.email}</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            required
            maxlength="254"
            value="${page.email ?? ''}"
            ${page.failure ? html`aria-invalid="true" aria-describedby="failure"` : ''}
          />
        </div>
        <div class="field">
          <label for="password">${signIn.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxlength="256"
            ${page.failure ? html`aria-invalid="true" aria-describedby="failure"` : ''}
          />
        </div>
        <button>${signIn.submit}</button>
      </form>
      <p class="other">
        ${signIn.noAccount} <a href="${page.createAccountUrl}">${signIn.createAccount}</a>
      </p>`,
  )
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
