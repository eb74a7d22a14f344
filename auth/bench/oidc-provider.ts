import { RESOURCE, type Contender } from './contender.ts'
import { freePort, startServer } from './server-process.ts'

/** The same server, of which `oidc-provider` makes tokens that it can introspect: it knows no signed ones. */
export const OPAQUE_RESOURCE = `${RESOURCE}/opaque`

/**
 * Starts `oidc-provider`.
 *
 * @param databaseUrl Where it keeps its state (default: in memory, by the adapter that it ships)
 */
export async function startOidcProvider(databaseUrl?: string): Promise<Contender> {
  const port = await freePort()
  const server = await startServer('oidc-provider-server.ts', {
    PORT: String(port),
    DATABASE_URL: databaseUrl ?? '',
  })
  return {
    name: databaseUrl ? 'oidc-provider, Postgres' : 'oidc-provider, memory',
    server,
    origin: `http://localhost:${port}`,
    authorizePath: '/auth',
    tokenPath: '/token',
    introspectPath: '/token/introspection',
    signInFields: { login: 'aiko', password: 'any' },
    introspectedResource: OPAQUE_RESOURCE,
  }
}
