import { html } from 'hono/html'
import type { CodePurpose } from '../people/email-proof.ts'
import { failureNotice, field } from './fields.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

/** What a code can be refused for, and why none is sent. */
export type CodePageFailure =
  'code_wrong' | 'code_used_up' | 'too_many_codes' | 'too_many_mails' | 'mail_failed'

/** What the page that asks for a code shows. The same for an address with an account and for one without. */
export interface EnterCodePage extends PageContext {
  purpose: CodePurpose
  email: string
  /** Whether another code was just asked for. */
  wasSentAgain: boolean
  fields: Record<string, string>
  action: string
  signInUrl: string
  /** Where the mail can be read, on a development machine. */
  outboxUrl?: string | undefined
  failure?: CodePageFailure
}

/** Asks for the code that a mail carries. */
export function enterCodePage(page: EnterCodePage): Html {
  const { enterCode, forms } = messagesFor(page.locale)
  const { purpose, email, failure, fields, action } = page
  const wrong = failure && forms.failures[failure]
  const isOfField = failure === 'code_wrong' || failure === 'code_used_up'
  return layout(
    page,
    enterCode.title,
    html`<h1>${enterCode.title}</h1>
      <p class="lead">${enterCode.sent[purpose](email)}</p>
      ${wrong && !isOfField ? failureNotice(wrong) : ''}
      ${
        page.wasSentAgain && !failure
          ? html`<p class="notice done" role="status">${enterCode.sentAgain}</p>`
          : ''
      }
      ${page.outboxUrl ? outboxLink(page.outboxUrl, enterCode.outbox) : ''}
      <form class="main" method="post" action="${action}">
        ${hiddenFields(fields)}
        ${field({
          name: 'code',
          label: enterCode.code,
          input: {
            class: 'code',
            inputmode: 'numeric',
            autocomplete: 'one-time-code',
            required: '',
            maxlength: 32,
          },
          hint: enterCode.codeHint,
          error: isOfField ? wrong : undefined,
        })}
        <button>${enterCode.submit[purpose]}</button>
      </form>
      <form class="main" method="post" action="${action}">
        ${hiddenFields(fields)}
        <p class="quiet">${enterCode.noMail}</p>
        <button class="plain" name="action" value="send">${enterCode.sendAgain}</button>
      </form>
      <p class="other"><a href="${page.signInUrl}">${forms.backToSignIn}</a></p>`,
  )
}

function outboxLink(url: string, text: string): Html {
  return html`<p class="notice done">
    <a href="${url}" target="_blank" rel="noopener">${text}</a>
  </p>`
}

/** Says that a code, or the page for a new password, is too old or was used. */
export function codeEndedPage(page: PageContext & { signInUrl: string }): Html {
  const { enterCode, forms } = messagesFor(page.locale)
  return layout(
    page,
    enterCode.endedTitle,
    html`<h1>${enterCode.endedTitle}</h1>
      ${failureNotice(forms.failures.ended)}
      <p class="other">${enterCode.startAgain}</p>
      <p class="other"><a href="${page.signInUrl}">${forms.backToSignIn}</a></p>`,
  )
}
