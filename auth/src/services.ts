import { countTries, type LimitedKey, type Throttle } from '@toolgraph/throttle'
import { createThrottle } from '@toolgraph/throttle/postgres'
import type { AccountStore } from './account/account-store.ts'
import type { AuditLog } from './audit-log.ts'
import type { RequestStore } from './authorization/authorization-request.ts'
import type { ClientSources } from './clients/find-client.ts'
import { isLoopback } from './clients/redirect-uri.ts'
import { ACCOUNT_CLIENT, createStaticClients } from './clients/static-clients.ts'
import type { AuthDependencies, AuthLog } from './dependencies.ts'
import { connectProviders, type Federation } from './federation/federation.ts'
import type { IdentityStore } from './federation/identity-store.ts'
import { createCookies, type Cookies } from './http/cookies.ts'
import { createConsentProvider } from './issuer/consent-provider.ts'
import { createFederatedProvider } from './issuer/federated-provider.ts'
import { createFlowRoutes } from './issuer/flow-routes.ts'
import { createLoginMachine, type LoginMachine } from './issuer/login-machine.ts'
import { createOpenAuthStorage } from './issuer/openauth-storage.ts'
import { createPasswordProvider } from './issuer/password-provider.ts'
import type { KeyValueStore } from './keys/key-value-store.ts'
import { createMac, createSealer } from './keys/sealer.ts'
import { createKeyRing } from './keys/signing-keys.ts'
import { mailNotConfigured } from './mail/errors.ts'
import { OUTBOX_PATH, type Mailer, type Outbox } from './mail/mailer.ts'
import { UNKNOWN_ADDRESS } from './people/address.ts'
import type { PersonStore } from './people/person.ts'
import { SESSION_LIFETIME_MS, type SessionStore } from './people/session.ts'
import { startSession } from './people/start-session.ts'
import { LIMITS } from './people/limits.ts'
import { createResourceDirectory } from './resources/resource-directory.ts'
import { createAccountStore } from './storage/account-store.ts'
import { createAuditLog } from './storage/audit-log.ts'
import { createClientStore } from './storage/client-store.ts'
import { createEmailProofStore } from './storage/email-proof-store.ts'
import { createGrantStore } from './storage/grant-store.ts'
import { createIdentityStore } from './storage/identity-store.ts'
import { createKeyValueStore } from './storage/key-value-store.ts'
import { createOutbox } from './storage/outbox.ts'
import { createLogoStore } from './storage/logo-store.ts'
import { createPersonStore } from './storage/person-store.ts'
import { createRequestStore } from './storage/request-store.ts'
import { createSessionStore } from './storage/session-store.ts'
import { createTokenStore } from './storage/token-store.ts'
import type { TokenContext } from './tokens/token-context.ts'
import { createVerifiedTokens } from './tokens/verified-tokens.ts'

/** The parts of the issuer, put together. */
export interface Services {
  issuer: string
  /** Where the issuer's own pages lead back to. */
  webUrl: string | undefined
  now: () => number
  log: AuthLog
  cookies: Cookies
  people: PersonStore
  sessions: SessionStore
  /** What stands in the name of each person. */
  accounts: AccountStore
  requests: RequestStore
  values: KeyValueStore
  identities: IdentityStore
  federation: Federation
  throttle: Throttle
  audit: AuditLog
  /** What a development machine keeps instead of sending it; absent everywhere else. */
  outbox: Outbox | undefined
  clientSources: ClientSources
  tokenContext: TokenContext
  machine: LoginMachine
  /** Signs what a form carries. */
  sign: (text: string) => Promise<string>
  /** Says whether a form carries our signature, also one from before the secret was changed. */
  isSigned: (text: string, signature: string) => Promise<boolean>
  addressOf: (request: Request, bindings: unknown) => string
}

/**
 * Puts the parts together.
 *
 * @throws {TypeError} When the configuration cannot work
 */
export function createServices(dependencies: AuthDependencies): Services {
  const { issuer, secret, log, clientAddress, now = Date.now } = dependencies
  assertIssuer(issuer)
  const stores = openStores(dependencies, now)
  const { people, sessions, requests, throttle, audit, tokens, values } = stores
  const cookies = createCookies(issuer)
  const federation = openFederation(dependencies, stores, now)

  return {
    issuer,
    webUrl: dependencies.webUrl,
    now,
    log,
    cookies,
    people,
    sessions,
    accounts: stores.accounts,
    requests,
    values,
    identities: stores.identities,
    federation,
    throttle,
    audit,
    outbox: stores.outbox,
    clientSources: {
      findStatic: createStaticClients([...dependencies.clients, ACCOUNT_CLIENT]),
      clients: stores.clients,
      logos: stores.logos,
      safeFetch: limitedFetch(dependencies, throttle, { now, limitsOf: documentLimits }),
      fetchLogo: limitedFetch(dependencies, throttle, { now, limitsOf: logoLimits }),
      trustedOrigins: dependencies.trustedOrigins,
      now,
    },
    tokenContext: {
      issuer,
      keys: createKeyRing({
        store: values,
        now,
        onFault: (error) => log.warn('Cannot read the signing keys again', { error }),
      }),
      verified: createVerifiedTokens(),
      now,
      tokens,
      grants: stores.grants,
      resources: openResources(dependencies, now),
      audit,
    },
    machine: assembleMachine(dependencies, { stores, cookies, federation, now }),
    ...createMac(secret, 'forms'),
    addressOf: (request, bindings) => clientAddress?.(request, bindings) ?? UNKNOWN_ADDRESS,
  }
}

/** Where no way out is configured and nobody could read an outbox. */
const noMailer: Mailer = {
  send: () => Promise.reject(mailNotConfigured()),
}

type Stores = ReturnType<typeof openStores>

function openStores({ database, secret, mailer, issuer }: AuthDependencies, now: () => number) {
  const mayShowMail = mailer === 'outbox' && isLoopback(new URL(issuer))
  return {
    outbox: mayShowMail ? createOutbox(database, now) : undefined,
    proofs: createEmailProofStore(database),
    values: createKeyValueStore(database, secret, now),
    people: createPersonStore(database),
    sessions: createSessionStore(database),
    accounts: createAccountStore(database),
    identities: createIdentityStore(database),
    requests: createRequestStore(database, now),
    throttle: createThrottle(database, 'auth."AuthThrottle"'),
    audit: createAuditLog(database, now),
    tokens: createTokenStore(database),
    grants: createGrantStore(database),
    clients: createClientStore(database),
    logos: createLogoStore(database, now),
  }
}

function openResources(dependencies: AuthDependencies, now: () => number) {
  const { resources: own, graphUrl, issuer, fetch, log } = dependencies
  return createResourceDirectory({
    own,
    graphUrl,
    issuer,
    fetch,
    now,
    onFault: (error) => log.warn('Cannot ask the graph for a resource', { error }),
  })
}

function openFederation(
  dependencies: AuthDependencies,
  { identities, values, throttle }: Stores,
  now: () => number,
): Federation {
  const { issuer, providers = [], safeFetch, providerFetch, trustedOrigins, log } = dependencies
  const context = { safeFetch: providerFetch ?? safeFetch, trustedOrigins, now }
  const connected = connectProviders(providers, context)
  return { issuer, providers: connected, identities, values, throttle, log, now }
}

interface MachineParts {
  stores: Stores
  cookies: Cookies
  federation: Federation
  now: () => number
}

function assembleMachine(
  dependencies: AuthDependencies,
  { stores, cookies, federation, now }: MachineParts,
): LoginMachine {
  const { issuer, demoAccounts, passwordCost, trustedOrigins, mailer, secret, log } = dependencies
  const { providers = [] } = dependencies
  const { people, proofs, sessions, requests, throttle, audit, grants, outbox } = stores
  const flows = createFlowRoutes()
  const consent = { issuer, requests, grants, audit, trustedOrigins, now }
  const password = {
    issuer,
    people,
    proofs,
    throttle,
    mailer: mailer === 'outbox' ? (outbox ?? noMailer) : mailer,
    sealer: createSealer(secret, 'email-proofs'),
    audit,
    log,
    demoAccounts,
    providers: providers.map(({ id, name }) => ({ id, name })),
    now,
    outboxUrl: outbox && OUTBOX_PATH,
    ...(passwordCost && { passwordCost }),
  }
  return createLoginMachine({
    issuer,
    storage: createOpenAuthStorage({ ...stores, now }),
    requests,
    flows,
    password: createPasswordProvider(password, flows.route),
    federated: createFederatedProvider({ ...federation, audit }, flows.route),
    consent: createConsentProvider(consent, flows.route),
    startSession: async ({ session, userAgent, address: from }, identity) => {
      if (session) await sessions.end(session.person.id, session.id)
      const address = from === UNKNOWN_ADDRESS ? undefined : from
      const value = await startSession({ sessions, now }, { ...identity, userAgent, address })
      return value && cookies.session.write(value, SESSION_LIFETIME_MS / 1000)
    },
  })
}

/** Reads from one host only so often: nobody calls somebody else through us. */
function limitedFetch(
  { safeFetch }: AuthDependencies,
  throttle: Throttle,
  { now, limitsOf }: { now: () => number; limitsOf: (host: string) => LimitedKey[] },
): AuthDependencies['safeFetch'] {
  return async (input, init) => {
    const { host } = new URL(input instanceof Request ? input.url : input)
    const counted = await countTries(throttle, now(), limitsOf(host))
    if (!counted.ok) throw new Error(`Too much was read from ${host}`)
    return safeFetch(input, init)
  }
}

function documentLimits(host: string): LimitedKey[] {
  return [{ key: `client-document/${host}`, limit: LIMITS.clientDocument }]
}

function logoLimits(host: string): LimitedKey[] {
  return [
    { key: `client-logo/${host}`, limit: LIMITS.clientLogo },
    { key: 'client-logo', limit: LIMITS.clientLogos },
  ]
}

function assertIssuer(issuer: string): void {
  const url = URL.parse(issuer)
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== issuer)
    throw new TypeError(`The issuer "${issuer}" is not an origin like "https://auth.example"`)
}
