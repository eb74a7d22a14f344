import * as z from 'zod'
import { randomId, type IssuerContext } from './context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

const clientMetadata = z.object({
  client_name: z.string().default('An application without a name'),
  redirect_uris: z.array(z.string()).min(1),
})

/** Registers a client (RFC 7591). Every client is a public one here. */
export async function register(request: Request, { clients, now }: IssuerContext) {
  const parsed = clientMetadata.safeParse(await readJson(request))
  if (!parsed.success) {
    throw new OAuthRefusal('invalid_client_metadata', 'redirect_uris must name an address')
  }
  const { client_name: name, redirect_uris: redirectUris } = parsed.data
  if (!redirectUris.every(isRedirectUri)) {
    throw new OAuthRefusal(
      'invalid_redirect_uri',
      'A redirect_uri is https, http on this machine, or a scheme of the application itself',
    )
  }
  const id = randomId()
  clients.set(id, { id, name, redirectUris })
  return {
    client_id: id,
    client_id_issued_at: Math.floor(now() / 1000),
    client_name: name,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  }
}

/** Whether an address is of this machine, where plain http is safe. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function isRedirectUri(uri: string): boolean {
  const url = URL.parse(uri)
  if (url === null || url.hash !== '') return false
  if (url.protocol === 'http:') return isLoopback(url)
  // RFC 8252 §7.1: a private scheme has a dot; that leaves `javascript:` and `data:` out.
  return url.protocol === 'https:' || url.protocol.includes('.')
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    throw new OAuthRefusal('invalid_client_metadata', 'The body must be JSON')
  }
}
