import { countTry } from '@toolgraph/throttle'
import type { Hono } from 'hono'
import { registerClient, type Registration } from '../clients/register-client.ts'
import { LIMITS } from '../people/limits.ts'
import type { Services } from '../services.ts'
import { refuse } from '../tokens/errors.ts'
import { readBody } from './read-body.ts'
import { oauthJson } from './to-oauth-response.ts'

const MAX_METADATA_BYTES = 16 * 1024

/** Dynamic client registration (RFC 7591), so many an hour for one address. */
export function addRegistrationRoute(app: Hono, services: Services): void {
  const { clientSources, audit, throttle, now, addressOf } = services
  app.post('/register', async (c) => {
    const type = c.req.header('content-type') ?? ''
    if (!/^application\/json\b/i.test(type)) return refuseMetadata('The body must be JSON')
    const body = await readBody(c.req.raw, MAX_METADATA_BYTES)
    if (!body.ok) return refuseMetadata('The body is too large or not text')

    const key = `register-client/${addressOf(c.req.raw, c.env)}`
    const counted = await countTry(throttle, { key, limit: LIMITS.registerClient, now: now() })
    if (!counted.ok)
      throw refuse('slow_down', 'Too many registrations from this address', counted.failure)

    const { clients } = clientSources
    const registration = await registerClient({ clients, now }, parseJson(body.value))
    if (!registration.ok) {
      const { error, description } = registration.failure
      return oauthJson({ error, error_description: description }, 400)
    }
    const { client } = registration.value
    await audit.record({
      action: 'client.registered',
      clientId: client.id,
      detail: { name: client.name, redirectUris: client.redirectUris },
    })
    return oauthJson(toRegistrationResponse(registration.value), 201)
  })
}

/** RFC 7591 §3.2.1: all that was registered, so that the client sees what became of its wishes. */
function toRegistrationResponse(registration: Registration) {
  const { client, metadata, secret, issuedAt, expiresAt } = registration
  const { name, uri, redirectUris, authMethod, grantTypes, applicationType, scope } = metadata
  return {
    client_id: client.id,
    client_id_issued_at: toSeconds(issuedAt),
    ...(secret && { client_secret: secret, client_secret_expires_at: toSeconds(expiresAt) }),
    client_name: name,
    ...(uri && { client_uri: uri }),
    redirect_uris: redirectUris,
    token_endpoint_auth_method: authMethod,
    grant_types: grantTypes,
    response_types: ['code'],
    ...(applicationType && { application_type: applicationType }),
    ...(scope && { scope }),
  }
}

function refuseMetadata(description: string): Response {
  return oauthJson({ error: 'invalid_client_metadata', error_description: description }, 400)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
