import { createDatabase } from '@toolgraph/database/worker'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createAuthApp } from '../app.ts'
import { MAX_DOCUMENT_MS } from '../clients/client-document.ts'
import { MAX_LOGO_BYTES } from '../clients/client-logo.ts'
import { MAX_PROVIDER_BYTES, MAX_PROVIDER_MS } from '../federation/upstream.ts'
import { createHttpMailer } from '../mail/http-mailer.ts'
import { toConfiguration } from './configuration.ts'
import { environment } from './environment.ts'
import { toWorkerMailSettings } from './mail.ts'

/** The bindings of the Worker: the environment's variables as text, and Postgres through Hyperdrive. */
interface Bindings extends Readonly<Record<string, unknown>> {
  HYPERDRIVE?: { connectionString: string }
}

/** The issuer on workerd: one database client a request, as a client there outlives no request. */
export default {
  async fetch(request: Request, bindings: Bindings, context: ExecutionContext): Promise<Response> {
    const auth = open(bindings)
    try {
      return await auth.app.fetch(request)
    } finally {
      context.waitUntil(auth.close())
    }
  },

  /** Cron: what a start does on Node, as nothing starts here; then removes what has expired. */
  async scheduled(_event: unknown, bindings: Bindings): Promise<void> {
    const auth = open(bindings)
    try {
      await auth.prepare()
      await auth.removeExpired()
    } finally {
      await auth.close()
    }
  },
}

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void
}

function open(bindings: Bindings) {
  const url = bindings.HYPERDRIVE?.connectionString
  const values = readEnvironment(environment, { ...bindings, ...(url && { DATABASE_URL: url }) })
  const { TRUSTED_ORIGINS: trustedOrigins } = values
  const mail = toWorkerMailSettings(values)
  const workerFetch: typeof fetch = (input, init) => fetch(input, init)
  const database = createDatabase(values.DATABASE_URL)
  const auth = createAuthApp({
    ...toConfiguration(values),
    issuer: values.ISSUER_URL,
    database,
    graphUrl: values.GRAPH_URL,
    fetch: workerFetch,
    safeFetch: createSafeFetch({
      trustedOrigins,
      maxBytes: MAX_LOGO_BYTES,
      timeoutMs: MAX_DOCUMENT_MS,
    }),
    providerFetch: createSafeFetch({
      trustedOrigins,
      maxBytes: MAX_PROVIDER_BYTES,
      timeoutMs: MAX_PROVIDER_MS,
    }),
    trustedOrigins,
    mailer: mail === 'outbox' ? mail : createHttpMailer({ ...mail, fetch: workerFetch }),
    log: createLog('auth', values.TOOLGRAPH_MODE),
    // Cloudflare writes it, over what a caller sends.
    clientAddress: (request) => request.headers.get('cf-connecting-ip') ?? undefined,
  })
  return { ...auth, close: () => database.$disconnect() }
}
