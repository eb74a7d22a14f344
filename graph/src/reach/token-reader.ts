import { createIssuerReader, createTokenVerifier } from '@toolgraph/access-token'
import type { TokenReader } from '../registry/introspect-server.ts'

/** Creates the reader of tokens of our issuer, for any of its resources. */
export function createTokenReader(options: {
  issuer: string
  fetch: typeof fetch
  now: () => number
}): TokenReader {
  const { issuer, fetch, now } = options
  const reader = createIssuerReader({ issuer, fetch, now })
  return {
    issuer,
    async read(text, resource) {
      const token = await createTokenVerifier({ issuer, resource, fetch, now, reader }).verify(text)
      if (!token.ok) return { active: false }
      const { scopes, clientId, subject, expiresAt, jti } = token.value
      return {
        active: true,
        scope: scopes.join(' '),
        client_id: clientId,
        sub: subject,
        aud: resource,
        iss: issuer,
        exp: expiresAt,
        jti,
      }
    },
  }
}
