import { html } from 'hono/html'
import type { NewPasswordFailure, ResetRequestFailure } from '../people/reset-password.ts'
import { emailField, failureNotice, newPasswordField } from './fields.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

interface FormPage extends PageContext {
  fields: Record<string, string>
  action: string
  signInUrl: string
}

/** What the page that asks for the address of an account shows. */
export interface ForgotPasswordPage extends FormPage {
  email?: string
  failure?: ResetRequestFailure['reason']
}

/** Asks which account's password is forgotten. */
export function forgotPasswordPage(page: ForgotPasswordPage): Html {
  const { resetPassword, forms } = messagesFor(page.locale)
  const { locale, email = '', failure } = page
  const wrong = failure && forms.failures[failure]
  const isOfField = failure === 'email_malformed'
  return layout(
    page,
    resetPassword.title,
    html`<h1>${resetPassword.title}</h1>
      <p class="lead">${resetPassword.lead}</p>
      ${wrong && !isOfField ? failureNotice(wrong) : ''}
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)}
        ${emailField(locale, { value: email, error: isOfField ? wrong : undefined })}
        <button>${resetPassword.submit}</button>
      </form>
      <p class="other"><a href="${page.signInUrl}">${forms.backToSignIn}</a></p>`,
  )
}

/** What the page that asks for a new password shows. */
export interface NewPasswordPage extends FormPage {
  email: string
  failure?: Exclude<NewPasswordFailure['reason'], 'ended'>
}

/** Asks for a new password. The address stands there for whoever keeps passwords for the person. */
export function newPasswordPage(page: NewPasswordPage): Html {
  const { resetPassword, forms } = messagesFor(page.locale)
  const { locale, email, failure } = page
  return layout(
    page,
    resetPassword.newTitle,
    html`<h1>${resetPassword.newTitle}</h1>
      <p class="lead">${resetPassword.newLead}</p>
      <form class="main" method="post" action="${page.action}">
        ${hiddenFields(page.fields)} ${emailField(locale, { value: email, isFixed: true })}
        ${newPasswordField(locale, { error: failure && forms.failures[failure] })}
        <button>${resetPassword.newSubmit}</button>
      </form>`,
  )
}
