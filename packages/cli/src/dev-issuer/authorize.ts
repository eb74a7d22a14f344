import {
  readAuthorizationRequest,
  readReturnAddress,
  type ReturnAddress,
} from './authorization-request.ts'
import { toConsentPage } from './consent-page.ts'
import { randomId, type IssuerContext } from './context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import { findPerson } from './people.ts'

/** The time in which a client must fetch its tokens. */
const CODE_MS = 60_000

/** Shows the person who asks for what (`GET /authorize`). */
export async function showConsent(request: Request, context: IssuerContext): Promise<Response> {
  const query = new URL(request.url).searchParams
  const address = readReturnAddress(query, context)
  return answering(address, context, async () => {
    const wish = await readAuthorizationRequest(query, context)
    const language = request.headers.get('accept-language') ?? 'en'
    return toConsentPage({ query, client: address.client, wish, language })
  })
}

/** Takes what the person has chosen (`POST /authorize`). */
export async function decide(request: Request, context: IssuerContext): Promise<Response> {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== context.issuer) {
    throw new OAuthRefusal('invalid_request', 'Only the page of this issuer may send this form')
  }
  const query = new URL(request.url).searchParams
  const address = readReturnAddress(query, context)
  return answering(address, context, async () => {
    const wish = await readAuthorizationRequest(query, context)
    const form = new URLSearchParams(await request.text())
    const person = findPerson(form.get('person'))
    if (person === undefined) throw new OAuthRefusal('access_denied', 'The person said no')

    const chosen = form.getAll('scope')
    const grant = {
      person,
      clientId: address.client.id,
      resource: wish.resource.url,
      scopes: wish.scopes.filter((scope) => chosen.includes(scope)),
      isRevoked: false,
    }
    const code = randomId()
    context.codes.set(code, {
      grant,
      redirectUri: address.redirectUri,
      challenge: wish.challenge,
      expiresAt: context.now() + CODE_MS,
      isUsed: false,
    })
    return redirect(address, context, { code })
  })
}

async function answering(
  address: ReturnAddress,
  context: IssuerContext,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error
    context.refused(`/authorize: ${error.message} (${error.code})`)
    return redirect(address, context, { error: error.code, error_description: error.message })
  }
}

/** Every answer names its issuer (RFC 9207), so that it cannot be mixed up with another's. */
function redirect(
  { redirectUri, state }: ReturnAddress,
  { issuer }: IssuerContext,
  fields: Record<string, string>,
): Response {
  const location = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...fields, iss: issuer })) {
    location.searchParams.set(name, value)
  }
  if (state !== null) location.searchParams.set('state', state)
  const headers = { location: location.href, 'cache-control': 'no-store' }
  return new Response(null, { status: 302, headers })
}
