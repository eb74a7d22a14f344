// `oidc-provider`, configured to do what our issuer does: code with PKCE for a public client, one resource
// with signed ES256 access tokens, refresh tokens that rotate, introspection by a client with a secret.
import process from 'node:process'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider, type Configuration } from 'oidc-provider'
import { CLIENT_ID, INTROSPECTOR, REDIRECT_URI, RESOURCE, SCOPE } from './contender.ts'
import { OPAQUE_RESOURCE } from './oidc-provider.ts'
import { createPostgresAdapter } from './postgres-adapter.ts'

const port = Number(process.env['PORT'])
const databaseUrl = process.env['DATABASE_URL']
const { privateKey } = await generateKeyPair('ES256', { extractable: true })

const configuration: Configuration = {
  ...(databaseUrl && { adapter: await createPostgresAdapter(databaseUrl) }),
  clients: [
    {
      client_id: CLIENT_ID,
      token_endpoint_auth_method: 'none',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    {
      client_id: INTROSPECTOR.id,
      client_secret: INTROSPECTOR.secret,
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [],
      grant_types: [],
      response_types: [],
    },
  ],
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
  cookies: { keys: ['a-key-of-the-bench'] },
  scopes: SCOPE.split(' '),
  // A person is looked up in no time; ours asks the database.
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: () => ({ name: 'Aiko Tanaka' }),
  rotateRefreshToken: true,
  issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
  // Tokens outlive the session, as ours do; else it would read the session each time as well.
  expiresWithSession: async () => false,
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    Grant: 180 * 86_400,
    Interaction: 1800,
    RefreshToken: 30 * 86_400,
    Session: 12 * 3600,
  },
  features: {
    devInteractions: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: async () => true,
      getResourceServerInfo: async (_context, resource) => ({
        scope: SCOPE,
        audience: RESOURCE,
        accessTokenTTL: 600,
        accessTokenFormat: resource === OPAQUE_RESOURCE ? 'opaque' : 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
}

const provider = new Provider(`http://localhost:${port}`, configuration)
provider.on('server_error', (_context, error) => console.error(error))
provider.listen(port, '127.0.0.1', () => console.log(`oidc-provider ready on ${port}`))
