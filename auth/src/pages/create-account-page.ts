import { html } from 'hono/html'
import type { AccountFailure } from '../people/request-account.ts'
import { emailField, failureNotice, field, newPasswordField } from './fields.ts'
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
  failure?: AccountFailure['reason']
}

/** Asks for the three things that an account is made of. */
export function createAccountPage(page: CreateAccountPage): Html {
  const { createAccount: account, signIn, forms } = messagesFor(page.locale)
  const { locale, name = '', email = '', failure } = page
  const wrong = failure && forms.failures[failure]
  const of = (subject: string) => (failure?.startsWith(subject) ? wrong : undefined)
  const isOfNoField = wrong && !/^(name|email|password)_/.test(failure)
  return layout(
    page,
    account.title,
    html`<h1>${account.title}</h1>
      <p class="lead">${signIn.continueTo(page.clientName)}</p>
      ${isOfNoField ? failureNotice(wrong) : ''}
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)}
        ${field({
          name: 'name',
          label: account.name,
          input: { autocomplete: 'name', required: '', maxlength: 80 },
          value: name,
          hint: account.nameHint,
          error: of('name'),
        })}
        ${emailField(locale, { value: email, hint: account.emailHint, error: of('email') })}
        ${newPasswordField(locale, { label: forms.password, error: of('password') })}
        <button>${account.submit}</button>
      </form>
      <p class="other">
        ${account.haveAccount} <a href="${page.signInUrl}">${account.signIn}</a>
      </p>`,
  )
}
