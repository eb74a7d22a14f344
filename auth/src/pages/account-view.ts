import type { Account } from '../account/read-account.ts'
import type { PageContext } from './layout.ts'
import type { AccountStatus } from './messages/account.ts'

/** Where the forms of the account page go. */
export const ACCOUNT_ACTIONS = {
  signOut: '/sign-out',
  endBrowser: '/account/browsers/end',
  endOtherBrowsers: '/account/browsers/end-others',
  removeAccess: '/account/applications/remove',
} as const

/** Where a new password is set, by a code that is sent by mail. */
export const PASSWORD_PATH = '/account/password'

/** What the account page shows. */
export interface AccountView extends PageContext {
  account: Account
  /** What the form before led to. */
  status: AccountStatus | undefined
  /** The hidden fields of every form. */
  fields: Record<string, string>
}
