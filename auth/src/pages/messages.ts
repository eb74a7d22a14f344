import { accountMessages } from './messages/account.ts'
import { consentMessages } from './messages/consent.ts'
import { createAccountMessages } from './messages/create-account.ts'
import { enterCodeMessages } from './messages/enter-code.ts'
import { delegationMessages } from './messages/delegation.ts'
import { errorMessages } from './messages/errors.ts'
import { formMessages } from './messages/forms.ts'
import { federationMessages } from './messages/federation.ts'
import { homeMessages } from './messages/home.ts'
import type { Locale } from './messages/locale.ts'
import { outboxMessages } from './messages/outbox.ts'
import { resetPasswordMessages } from './messages/reset-password.ts'
import { onwardMessages } from './messages/onward.ts'
import { signInMessages } from './messages/sign-in.ts'

export { LOCALES, type Locale } from './messages/locale.ts'

const LANGUAGE = { en: 'Language', ja: '言語' } as const satisfies Record<Locale, string>

/** What the pages say in a language. */
export function messagesFor(locale: Locale) {
  return {
    language: LANGUAGE[locale],
    signIn: signInMessages[locale],
    createAccount: createAccountMessages[locale],
    enterCode: enterCodeMessages[locale],
    resetPassword: resetPasswordMessages[locale],
    forms: formMessages[locale],
    outbox: outboxMessages[locale],
    consent: consentMessages[locale],
    delegation: delegationMessages[locale],
    account: accountMessages[locale],
    federation: federationMessages[locale],
    onward: onwardMessages[locale],
    home: homeMessages[locale],
    errors: errorMessages[locale],
  }
}
