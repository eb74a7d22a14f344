import { html, raw } from 'hono/html'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../people/password.ts'
import type { Html } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'

/** One field of a form. */
export interface Field {
  /** The name it is sent by, and its id. */
  name: string
  label: string
  /** Attributes of the input besides those that follow from the rest. */
  input: Readonly<Record<string, string | number>>
  value?: string | undefined
  hint?: string
  /** What is wrong with what was typed. */
  error?: string | undefined
  /** The id of a notice on the page that is about this field. */
  noticeId?: string | undefined
}

/** A field with its label, its hint and its error, tied to each other. */
export function field({ name, label, input, value, hint, error, noticeId }: Field): Html {
  const descriptions = [
    ...(error ? [`${name}-error`] : []),
    ...(noticeId ? [noticeId] : []),
    ...(hint ? [`${name}-hint`] : []),
  ]
  const all = {
    id: name,
    name,
    ...input,
    ...(value !== undefined && { value }),
    ...(descriptions.length > 0 && { 'aria-describedby': descriptions.join(' ') }),
    ...((error || noticeId) && { 'aria-invalid': 'true' }),
    // Who does not see the page is brought to what has to be mended.
    ...(error && { autofocus: '' }),
  }
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input ${attributes(all)} />
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : ''}
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
  </div>`
}

/** What a field with a known meaning still needs. */
type Given = Pick<Field, 'value' | 'hint' | 'error' | 'noticeId'>

/** The field of the e-mail address that names an account. */
export function emailField(locale: Locale, given: Given & { isFixed?: boolean } = {}): Html {
  const { isFixed, ...rest } = given
  return field({
    name: 'email',
    label: messagesFor(locale).forms.email,
    input: {
      type: 'email',
      autocomplete: 'username',
      maxlength: 254,
      ...(isFixed ? { readonly: '' } : { required: '' }),
    },
    value: '',
    ...rest,
  })
}

/** The field of the password that an account has. */
export function passwordField(locale: Locale, given: Given = {}): Html {
  return field({
    name: 'password',
    label: messagesFor(locale).forms.password,
    input: {
      type: 'password',
      autocomplete: 'current-password',
      required: '',
      maxlength: MAX_PASSWORD_LENGTH,
    },
    ...given,
  })
}

/** The field of a password that is chosen. */
export function newPasswordField(locale: Locale, given: Given & { label?: string } = {}): Html {
  const { forms } = messagesFor(locale)
  return field({
    name: 'password',
    label: forms.newPassword,
    input: {
      type: 'password',
      autocomplete: 'new-password',
      required: '',
      minlength: MIN_PASSWORD_LENGTH,
      maxlength: MAX_PASSWORD_LENGTH,
    },
    hint: forms.passwordHint,
    ...given,
  })
}

/** Says what is wrong with a form as a whole. */
export function failureNotice(text: string): Html {
  return html`<p class="notice" role="alert" id="failure">${text}</p>`
}

function attributes(all: Readonly<Record<string, string | number>>): Html {
  return html`${Object.entries(all).map(([name, value]) => html`${raw(name)}="${value}" `)}`
}
