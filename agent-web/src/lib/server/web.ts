import type { Log } from '@toolgraph/entry'
import type { SafeFetch } from '@toolgraph/safe-fetch'

import type { SecretCookies } from './cookies.ts'
import type { AuthorizationStore } from './pending/authorization-store.ts'
import type { Sealer } from './sealing/seal.ts'
import type { Registrations } from './linking/registrations.ts'
import type { IssuerClient } from './sign-in/issuer-client.ts'
import type { SessionStore } from './sign-in/session-store.ts'

/** All that agent-web's server is made of; built once, from the environment. */
export interface Web {
  /** Its public address, without a trailing slash. */
  url: string
  /** The graph's address, without a trailing slash. */
  graphUrl: string
  /** Where people manage their sign-in and what applications may do: a page of the issuer. */
  accountUrl: string
  /** Origins besides our own and https ones that a form's redirect may lead to. */
  formTargets: readonly string[]
  cookieNames: SecretCookies
  sessions: SessionStore
  authorizations: AuthorizationStore
  registrations: Registrations
  issuer: IssuerClient
  sealer: Sealer
  /** For our own services. */
  fetch: typeof fetch
  /** For linked servers and their issuers. */
  strangersFetch: SafeFetch
  /** For the calls of tools, which may take long. */
  callFetch: SafeFetch
  log: Log
  now: () => number
  sleep: (ms: number) => Promise<void>
}
