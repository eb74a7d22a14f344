import process from 'node:process'
import { createDatabase } from '@toolgraph/database/node'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'

import { secretCookieNames } from '#lib/server/cookies.ts'
import { redirectUriOf } from '#lib/server/linking/linking.ts'
import { withPreRegistered } from '#lib/server/linking/pre-registered.ts'
import { createSealer, parseSealKeys } from '#lib/server/sealing/seal.ts'
import { createIssuerClient } from '#lib/server/sign-in/issuer-client.ts'
import { createAuthorizationStore } from '#lib/server/storage/authorization-store.ts'
import { createRegistrationStore } from '#lib/server/storage/registration-store.ts'
import { createSessionStore } from '#lib/server/storage/session-store.ts'
import type { Web } from '#lib/server/web.ts'
import { environment } from './environment.ts'

/** Long enough for the tokens of a slow issuer. */
const STRANGERS_TIMEOUT_MS = 15_000
/** A tool's answer as JSON may take as long as one over an event stream. */
const CALL_TIMEOUT_MS = 600_000

/** Builds the server's parts from the process's environment. */
export async function createWeb(): Promise<Web> {
  const values = readEnvironment(environment, process.env)
  const { WEB_URL: url, GRAPH_URL: graphUrl, TRUSTED_ORIGINS: trustedOrigins } = values
  const log = createLog('agent-web', values.TOOLGRAPH_MODE)
  const now = Date.now
  const database = createDatabase(values.DATABASE_URL)
  // SvelteKit's own signal for the end of the process; entry/node.ts gives it.
  process.once('sveltekit:shutdown', () => void database.$disconnect())

  const sealer = await createSealer(parseSealKeys(values.WEB_SEAL_KEYS))
  const wayOut = createNodeFetch()
  return {
    url,
    graphUrl,
    accountUrl: new URL('/account', values.ISSUER_URL).href,
    formTargets: [...new Set([new URL(values.ISSUER_URL).origin, ...trustedOrigins])],
    cookieNames: secretCookieNames(url),
    sessions: createSessionStore(database),
    authorizations: createAuthorizationStore(database),
    registrations: withPreRegistered(
      createRegistrationStore(database, { redirectUri: redirectUriOf(url), sealer, now }),
      {
        issuer: values.ISSUER_URL,
        registration: { client_id: 'agent-web-links', token_endpoint_auth_method: 'none' },
      },
    ),
    issuer: createIssuerClient({
      issuer: values.ISSUER_URL,
      clientId: 'agent-web',
      redirectUri: `${url}/auth/callback`,
      resource: `${graphUrl}/mcp`,
      scopes: ['connections:read', 'connections:write'],
      fetch,
      now,
    }),
    sealer,
    fetch,
    strangersFetch: createSafeFetch({
      trustedOrigins,
      fetch: wayOut,
      timeoutMs: STRANGERS_TIMEOUT_MS,
    }),
    callFetch: createSafeFetch({ trustedOrigins, fetch: wayOut, timeoutMs: CALL_TIMEOUT_MS }),
    log,
    now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
}
