import * as oauth from 'oauth4webapi'
import * as z from 'zod'
import { parseEmail, parsePersonName } from '../people/person.ts'
import { ofStatus, UpstreamError } from './failure.ts'
import type { GithubProvider } from './provider.ts'
import { requestOptions, type UpstreamContext } from './request-options.ts'
import { MAX_UPSTREAM_MS, type Profile, type Upstream } from './upstream.ts'

/** GET /user: the numeric id stays; the login may pass to somebody else. */
const userSchema = z.object({
  id: z.int().positive(),
  login: z.string(),
  name: z.string().nullish(),
})

/** GET /user/emails */
const emailsSchema = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
)

/** Speaks GitHub's OAuth: the code flow with PKCE and `state`, then its API. */
export function createGithubUpstream(provider: GithubProvider, context: UpstreamContext): Upstream {
  const { issuer, clientId, clientSecret } = provider
  const client: oauth.Client = { client_id: clientId }
  const as: oauth.AuthorizationServer = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/access_token`,
  }

  return {
    async authorizationUrl({ redirectUri, state, codeVerifier, chooseAccount }) {
      const search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'user:email',
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(chooseAccount && { prompt: 'select_account' }),
      })
      return new URL(`${issuer}/authorize?${search}`)
    },

    async identify({ answer, redirectUri, state, codeVerifier }) {
      const signal = AbortSignal.timeout(MAX_UPSTREAM_MS)
      const checked = oauth.validateAuthResponse(as, client, answer, state)
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        oauth.ClientSecretPost(clientSecret),
        checked,
        redirectUri,
        codeVerifier,
        requestOptions(provider, context, signal),
      )
      const { access_token: token } = await oauth.processAuthorizationCodeResponse(
        as,
        client,
        await withErrorStatus(response),
      )
      const read = (path: string) => readApi(`${provider.apiUrl}${path}`, token, context, signal)
      const [user, emails] = await Promise.all([read('/user'), read('/user/emails')])
      return toProfile(userSchema.parse(user), emailsSchema.parse(emails))
    },
  }
}

/** GitHub tells an error with status 200, which OAuth tells with 400 (RFC 6749 §5.2). */
async function withErrorStatus(response: Response): Promise<Response> {
  const text = await response.text()
  const isError = response.status === 200 && /"error"\s*:/.test(text)
  return new Response(text, { status: isError ? 400 : response.status, headers: response.headers })
}

async function readApi(
  url: string,
  token: string,
  { safeFetch }: UpstreamContext,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await safeFetch(url, {
    redirect: 'error',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      // GitHub answers nobody without a name.
      'user-agent': 'toolgraph',
    },
    signal,
  })
  if (response.status === 200) return response.json()
  await response.body?.cancel()
  throw new UpstreamError(ofStatus(response.status), `HTTP ${response.status}`)
}

function toProfile(
  { id, login, name }: z.infer<typeof userSchema>,
  emails: z.infer<typeof emailsSchema>,
): Profile {
  const primary = emails.find((one) => one.primary && one.verified)
  const email = parseEmail(primary?.email ?? '')
  const called = parsePersonName(name ?? '') ?? parsePersonName(login)
  return { subject: String(id), ...(email && { email }), ...(called && { name: called }) }
}
