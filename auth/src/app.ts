import { Hono } from 'hono'
import type { AuthDependencies } from './dependencies.ts'
import { addAccountRoutes } from './http/account-routes.ts'
import { addAuthorizeRoute } from './http/authorize-route.ts'
import { allowAnyOrigin, setCommonHeaders } from './http/common-headers.ts'
import { addFederationRoutes } from './http/federation-routes.ts'
import { addDelegationRoutes } from './http/delegation-routes.ts'
import { addHealthRoute } from './http/health-route.ts'
import { addHomeRoutes } from './http/home-routes.ts'
import { addLogoRoute } from './http/logo-route.ts'
import { addMetadataRoutes } from './http/metadata-routes.ts'
import { onError, onNotFound } from './http/on-error.ts'
import { addOutboxRoute } from './http/outbox-route.ts'
import { addRegistrationRoute } from './http/registration-route.ts'
import { addStepRoutes } from './http/step-routes.ts'
import { addTokenRoutes } from './http/token-routes.ts'
import { createDemoAccounts } from './people/demo-accounts.ts'
import { createServices, type Services } from './services.ts'
import { removeExpired } from './storage/remove-expired.ts'

/** The issuer, ready to answer. */
export interface AuthApp {
  /** All routes; `fetch` and `request` are Hono's. */
  app: Hono
  /**
   * Makes or reads what the first request would wait for: keys, ready accounts.
   *
   * @throws {KeyError} When the keys in the database were sealed with another secret
   */
  prepare(): Promise<void>
  /** Removes what has expired; returns how many rows. */
  removeExpired(): Promise<number>
}

/**
 * Makes the authorization server that the world sees. No header of a request says who we are or where:
 * the issuer is configured, and forwarded hosts are not looked at.
 */
export function createAuthApp(dependencies: AuthDependencies): AuthApp {
  const services = createServices(dependencies)
  const { issuer, log, tokenContext, people, now } = services
  const { database, secret, auditRetentionDays, demoAccounts, passwordCost } = dependencies
  const app = new Hono()

  app.onError((error, c) => onError(log, error, c))
  app.notFound(onNotFound)
  app.use(setCommonHeaders(issuer))
  // Applications in browsers call these from anywhere; none of them knows a cookie.
  for (const path of ['/.well-known/*', '/token', '/register', '/revoke'])
    app.use(path, allowAnyOrigin())

  addMetadataRoutes(app, services)
  addAuthorizeRoute(app, services)
  addStepRoutes(app, services)
  addFederationRoutes(app, services)
  addDelegationRoutes(app, services)
  addTokenRoutes(app, services)
  addRegistrationRoute(app, services)
  addHomeRoutes(app, services)
  addHealthRoute(app, database)
  addLogoRoute(app, services)
  addAccountRoutes(app, services)
  addOutboxRoute(app, services)

  return {
    app,
    async prepare() {
      if (typeof secret !== 'string') await renewSeals(services)
      await tokenContext.keys.current()
      if (demoAccounts) await createDemoAccounts({ people, now, passwordCost })
    },
    removeExpired: () =>
      removeExpired(database, {
        now: now(),
        ...(auditRetentionDays !== undefined && { auditRetentionDays }),
      }),
  }
}

/** What the secret before this one has sealed is sealed with this one, so that the other can go. */
async function renewSeals({ values, log }: Services): Promise<void> {
  const renewed = await values.renewSeals()
  if (renewed > 0) log.info('Sealed anew what AUTH_SECRET_PREVIOUS had sealed', { values: renewed })
}
