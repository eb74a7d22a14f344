import type { Database } from '@toolgraph/database'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { StaticClient } from './clients/client.ts'
import type { FederatedProvider } from './federation/provider.ts'
import type { Secrets } from './keys/sealer.ts'
import type { Mailer } from './mail/mailer.ts'
import type { PasswordCost } from './people/password.ts'
import type { Resource } from './resources/resource.ts'

/** Where the issuer says what happened; never a token, a secret or a query with a code. */
export interface AuthLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** All that the issuer needs from outside. */
export interface AuthDependencies {
  /** The issuer identifier: an origin, without a slash at the end. Never taken from a request. */
  issuer: string
  database: Database
  /**
   * Seals private keys and values at rest, and signs what forms carry. With an older one beside it, what
   * that one sealed and signed still counts.
   */
  secret: Secrets
  /** Applications that stand in the configuration. */
  clients: readonly StaticClient[]
  /** This product's own resources. Those of others are asked for at the graph. */
  resources: readonly Resource[]
  /** The web application, which the mark on the issuer's own pages leads to (default: nowhere). */
  webUrl?: string
  /** Where the graph answers. */
  graphUrl: string
  /** The way to the graph. */
  fetch: typeof fetch
  /** The way to client documents, which are strangers' addresses. */
  safeFetch: SafeFetch
  /** The origins that `safeFetch` trusts. */
  trustedOrigins: readonly string[]
  /** Other providers that people may sign in by (default: none). */
  providers?: readonly FederatedProvider[]
  /** The way to them, which takes larger answers (default: `safeFetch`). */
  providerFetch?: SafeFetch
  /** Whether the ready accounts stand; only for development on loopback. */
  demoAccounts: boolean
  /** The way out for mail; `outbox`: a page shows it, for development on loopback only. */
  mailer: Mailer | 'outbox'
  log: AuthLog
  /** How long the audit log remembers (default: `AUDIT_RETENTION_DAYS`). */
  auditRetentionDays?: number
  /** Milliseconds since the epoch (default: the clock). */
  now?: () => number
  /** The network address of whoever sends a request (default: unknown, one for all). */
  clientAddress?: (request: Request, bindings: unknown) => string | undefined
  /** Default: `PASSWORD_COST`. Lower it in tests only. */
  passwordCost?: PasswordCost
}
