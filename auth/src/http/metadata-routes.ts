import type { Hono } from 'hono'
import { TOKEN_EXCHANGE } from '../clients/client.ts'
import { LOCALES } from '../pages/messages.ts'
import type { Services } from '../services.ts'

const METADATA_FRESH = { 'cache-control': 'public, max-age=300' }

/** Where everything is (RFC 8414), under both names that clients look for, and the keys (RFC 7517). */
export function addMetadataRoutes(app: Hono, { issuer, tokenContext }: Services): void {
  const metadata = authorizationServerMetadata(issuer)
  // A parser of OpenID Connect Discovery refuses a document without these two.
  const discovery = {
    ...metadata,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  }

  app.get('/.well-known/oauth-authorization-server', (c) => c.json(metadata, 200, METADATA_FRESH))
  app.get('/.well-known/openid-configuration', (c) => c.json(discovery, 200, METADATA_FRESH))
  app.get('/.well-known/jwks.json', async (c) => {
    const { published } = await tokenContext.keys.current()
    return c.json({ keys: published }, 200, METADATA_FRESH)
  })
}

function authorizationServerMetadata(issuer: string) {
  const confidential = ['client_secret_basic', 'client_secret_post']
  const methods = ['none', ...confidential]
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      TOKEN_EXCHANGE,
    ],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: confidential,
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    ui_locales_supported: Object.keys(LOCALES),
  }
}
