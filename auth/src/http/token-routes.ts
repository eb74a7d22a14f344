import type { Hono } from 'hono'
import { parseParameters, parseScope, type Parameters } from '../authorization/parameters.ts'
import { checkClientCredentials, parseClientCredentials } from '../clients/authenticate-client.ts'
import { isConfidential, TOKEN_EXCHANGE, type Client } from '../clients/client.ts'
import { findGrantedClient } from '../clients/find-client.ts'
import { registrationEnd } from '../clients/register-client.ts'
import type { Services } from '../services.ts'
import { ACCESS_TOKEN_SECONDS } from '../tokens/access-token.ts'
import { issueForClient } from '../tokens/client-credentials.ts'
import { refuse } from '../tokens/errors.ts'
import { exchangeToken } from '../tokens/exchange-token.ts'
import { introspectToken } from '../tokens/introspect-token.ts'
import { redeemCode } from '../tokens/redeem-code.ts'
import { refreshTokens } from '../tokens/refresh-tokens.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import type { TokenSet } from '../tokens/token-context.ts'
import { readBody } from './read-body.ts'
import { readExchange } from './read-exchange.ts'
import { oauthJson } from './to-oauth-response.ts'

const MAX_FORM_BYTES = 64 * 1024

/** The endpoints that clients call themselves: token, revocation (RFC 7009), introspection (RFC 7662). */
export function addTokenRoutes(app: Hono, services: Services): void {
  app.post('/token', async (c) => {
    const form = await readOAuthForm(c.req.raw)
    const client = await authenticate(services, c.req.raw, form)
    const tokens = await giveTokens(services, client, form)
    if (client.kind === 'registered')
      await services.clientSources.clients.extend(client.id, registrationEnd(services.now()))
    return oauthJson(toTokenResponse(tokens))
  })

  app.post('/revoke', async (c) => {
    const form = await readOAuthForm(c.req.raw)
    const client = await authenticate(services, c.req.raw, form)
    await revokeToken(services.tokenContext, client, required(form, 'token'))
    return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } })
  })

  app.post('/introspect', async (c) => {
    const form = await readOAuthForm(c.req.raw)
    const client = await authenticate(services, c.req.raw, form)
    if (!isConfidential(client)) throw refuse('invalid_client', 'The caller must authenticate')
    return oauthJson(await introspectToken(services.tokenContext, client, required(form, 'token')))
  })
}

/** What is answered: tokens, and after an exchange what they are (RFC 8693 §2.2.1). */
interface TokenAnswer extends TokenSet {
  issuedTokenType?: string
}

async function giveTokens(
  services: Services,
  client: Client,
  form: Parameters,
): Promise<TokenAnswer> {
  const { tokenContext } = services
  const { resource, grant_type: grantType } = form
  const target = { client, ...(resource !== undefined && { resource }) }

  switch (required({ grant_type: grantType }, 'grant_type')) {
    case 'authorization_code': {
      const { redirect_uri: redirectUri, code_verifier: codeVerifier } = form
      return redeemCode(tokenContext, {
        ...target,
        code: required(form, 'code'),
        ...(redirectUri !== undefined && { redirectUri }),
        ...(codeVerifier !== undefined && { codeVerifier }),
      })
    }
    case 'refresh_token': {
      const scopes = scopesOf(form)
      const refreshToken = required(form, 'refresh_token')
      return refreshTokens(tokenContext, { ...target, refreshToken, ...(scopes && { scopes }) })
    }
    case 'client_credentials': {
      const scopes = scopesOf(form)
      return issueForClient(tokenContext, { ...target, ...(scopes && { scopes }) })
    }
    case TOKEN_EXCHANGE: {
      const scopes = scopesOf(form)
      const { subjectToken, issuedTokenType } = readExchange(form)
      const request = { ...target, subjectToken, ...(scopes && { scopes }) }
      return { ...(await exchangeToken(tokenContext, request)), issuedTokenType }
    }
    default:
      throw refuse('unsupported_grant_type', 'The grant type is not supported')
  }
}

function toTokenResponse(answer: TokenAnswer) {
  const { accessToken, refreshToken, scopes, issuedTokenType } = answer
  return {
    access_token: accessToken,
    ...(issuedTokenType && { issued_token_type: issuedTokenType }),
    token_type: 'Bearer',
    expires_in: answer.expiresIn ?? ACCESS_TOKEN_SECONDS,
    ...(refreshToken && { refresh_token: refreshToken }),
    // An empty scope is not in the grammar of RFC 6749 §3.3.
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  }
}

async function readOAuthForm(request: Request): Promise<Parameters> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    throw refuse('invalid_request', 'The body must be application/x-www-form-urlencoded')

  const body = await readBody(request, MAX_FORM_BYTES)
  if (!body.ok) throw refuse('invalid_request', 'The body is too large or not text')
  const { parameters, repeated } = parseParameters(new URLSearchParams(body.value))
  if (repeated.includes('resource') || repeated.includes('audience'))
    throw refuse('invalid_target', 'Only one resource is supported')
  if (repeated.length > 0) throw refuse('invalid_request', 'A parameter stands more than once')
  return parameters
}

/** Finds out who calls (RFC 6749 §2.3); what exactly is wrong goes to the log alone. */
async function authenticate(
  services: Services,
  request: Request,
  form: Parameters,
): Promise<Client> {
  const header = request.headers.get('authorization') ?? undefined
  const { client_id, client_secret } = form
  const credentials = parseClientCredentials(header, { client_id, client_secret })
  if (!credentials.ok) {
    const { reason } = credentials.failure
    if (reason === 'two_methods' || reason === 'two_clients')
      throw refuse('invalid_request', 'The client identifies itself in two ways')
    throw refuse('invalid_client', 'The client does not say who it is')
  }

  const { clientId } = credentials.value
  const client = await findGrantedClient(services.clientSources, clientId)
  if (!client)
    throw refuse('invalid_client', 'The client is unknown, or its registration has ended')
  const checked = await checkClientCredentials(client, credentials.value)
  if (checked.ok) return checked.value

  const { reason } = checked.failure
  await services.audit.record({ action: 'client.refused', clientId: client.id, detail: { reason } })
  throw refuse('invalid_client', 'The client cannot be authenticated')
}

function scopesOf({ scope }: Parameters): string[] | undefined {
  if (scope === undefined) return undefined
  const scopes = parseScope(scope)
  if (!scopes) throw refuse('invalid_scope', 'The scope is malformed')
  return scopes
}

function required(form: Parameters, name: string): string {
  const value = form[name]
  if (value === undefined) throw refuse('invalid_request', `The parameter ${name} is missing`)
  return value
}
