import { startMeasuredServer } from '@toolgraph/testing/measured-server'
import { freePort } from '@toolgraph/testing/ports'
import { RESOURCE, type Contender } from './contender.ts'

/** The same server, of which `oidc-provider` makes tokens that it can introspect: it knows no signed ones. */
export const OPAQUE_RESOURCE = `${RESOURCE}/opaque`

/**
 * Starts `oidc-provider`.
 *
 * @param databaseUrl Where it keeps its state (default: in memory, by the adapter that it ships)
 */
export async function startOidcProvider(databaseUrl?: string): Promise<Contender> {
  const port = await freePort()
  const name = databaseUrl ? 'oidc-provider, Postgres' : 'oidc-provider, memory'
  const server = await startMeasuredServer({
    name,
    entry: new URL('oidc-provider-server.ts', import.meta.url),
    environment: { PORT: String(port), DATABASE_URL: databaseUrl ?? '' },
  })
  return {
    name,
    server,
    origin: `http://localhost:${port}`,
    authorizePath: '/auth',
    tokenPath: '/token',
    introspectPath: '/token/introspection',
    signInFields: { login: 'aiko', password: 'any' },
    introspectedResource: OPAQUE_RESOURCE,
  }
}
