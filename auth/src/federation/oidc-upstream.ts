import { checkAddress } from '@toolgraph/safe-fetch'
import * as oauth from 'oauth4webapi'
import * as z from 'zod'
import { parseEmail, parsePersonName } from '../people/person.ts'
import { UpstreamError } from './failure.ts'
import type { OidcProvider } from './provider.ts'
import { requestOptions, type UpstreamContext } from './request-options.ts'
import { MAX_UPSTREAM_MS, type Outward, type Profile, type Upstream } from './upstream.ts'

/** What a discovery document must have (OpenID Connect Discovery §3). */
const endpointsSchema = z.object({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
})

/** What we take from an ID token or the userinfo endpoint (OpenID Connect Core §5.1). */
const claimsSchema = z.object({
  email: z.string().optional().catch(undefined),
  // A string "true" is what some providers send; it is no assertion that the specification knows.
  email_verified: z.literal(true).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
})

const DISCOVERY_FRESH_MS = 60 * 60 * 1000
const CLOCK_TOLERANCE_SECONDS = 30

/** Speaks OpenID Connect: the code flow with PKCE, `state`, `nonce` and a verified ID token. */
export function createOidcUpstream(provider: OidcProvider, context: UpstreamContext): Upstream {
  const discover = createDiscovery(provider, context)

  return {
    async authorizationUrl(outward) {
      const as = await discover(AbortSignal.timeout(MAX_UPSTREAM_MS))
      const url = endpointFor(as, context.trustedOrigins)
      const parameters = await requestParameters(provider, outward)
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return url
    },

    async identify({ answer, redirectUri, state, nonce, codeVerifier }) {
      const options = requestOptions(provider, context, AbortSignal.timeout(MAX_UPSTREAM_MS))
      const as = await discover(options.signal)
      const client = clientOf(provider, context)
      const checked = oauth.validateAuthResponse(as, client, answer, state)
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authenticationFor(as, provider),
        checked,
        redirectUri,
        codeVerifier,
        options,
      )
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
        expectedNonce: nonce,
        requireIdToken: true,
      })
      // The library leaves the signature to TLS otherwise (OpenID Connect Core §3.1.3.7, 6).
      await oauth.validateApplicationLevelSignature(as, response, options)
      const idToken = oauth.getValidatedIdTokenClaims(tokens)
      if (!idToken) throw new UpstreamError('untrusted', 'id_token_missing')
      // The library looks at `azp` only where there are several audiences.
      if (idToken.azp !== undefined && idToken.azp !== provider.clientId)
        throw new UpstreamError('untrusted', 'id_token_of_another_client')

      const known = toProfile(idToken.sub, idToken)
      if (known.email !== undefined || !as.userinfo_endpoint) return known
      // Many providers tell the e-mail address there alone (OpenID Connect Core §5.4).
      const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, options)
      const claims = await oauth.processUserInfoResponse(as, client, idToken.sub, userinfo)
      return { ...known, ...toProfile(idToken.sub, claims) }
    },
  }
}

type Discover = (signal: AbortSignal) => Promise<oauth.AuthorizationServer>

/** Reads what the provider says of itself, and keeps it for an hour; what failed is not kept. */
function createDiscovery(provider: OidcProvider, context: UpstreamContext): Discover {
  let kept: { as: oauth.AuthorizationServer; until: number } | undefined

  return async (signal) => {
    if (kept && kept.until > context.now()) return kept.as
    const issuer = new URL(provider.issuer)
    const options = requestOptions(provider, context, signal)
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...options })
    const as = await oauth.processDiscoveryResponse(issuer, response)
    endpointsSchema.parse(as)
    kept = { as, until: context.now() + DISCOVERY_FRESH_MS }
    return as
  }
}

function clientOf({ clientId }: OidcProvider, { now }: UpstreamContext): oauth.Client {
  return {
    client_id: clientId,
    [oauth.clockSkew]: Math.round((now() - Date.now()) / 1000),
    [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
  }
}

/** The way we say who we are that the provider knows; without a list it is Basic (RFC 8414 §2). */
function authenticationFor(as: oauth.AuthorizationServer, { clientSecret }: OidcProvider) {
  const methods = as.token_endpoint_auth_methods_supported
  const isPostOnly = Array.isArray(methods) && !methods.includes('client_secret_basic')
  return isPostOnly ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret)
}

/** A browser is sent there: never to a scheme or host that we would not call ourselves. */
function endpointFor(as: oauth.AuthorizationServer, trustedOrigins: readonly string[]): URL {
  const address = checkAddress(as.authorization_endpoint ?? '', trustedOrigins)
  if (!address.ok) throw new UpstreamError('untrusted', 'authorization_endpoint_forbidden')
  return address.value
}

async function requestParameters(
  { clientId, scope, accountPrompt }: OidcProvider,
  { redirectUri, state, nonce, codeVerifier, locale, chooseAccount }: Outward,
): Promise<Record<string, string>> {
  return {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ui_locales: locale,
    ...(chooseAccount && { prompt: accountPrompt }),
  }
}

/** Address and assertion come from one and the same place. */
function toProfile(subject: string, from: unknown): Profile {
  const claims = claimsSchema.parse(from)
  const email = claims.email_verified ? parseEmail(claims.email ?? '') : undefined
  const name = parsePersonName(claims.name ?? '')
  return { subject, ...(email && { email }), ...(name && { name }) }
}
