import { createIssuerReader } from '@toolgraph/access-token'
import * as z from 'zod'
import { issuerUnavailable } from '../registry/errors.ts'
import type { TokenReader } from '../registry/introspect-server.ts'

/** How the graph asks its issuer. */
export interface TokenReaderOptions {
  issuer: string
  clientId: string
  clientSecret: string
  fetch: typeof fetch
  now: () => number
}

const READ_TIMEOUT_MS = 5000

/** What the issuer answers (RFC 7662 §2.2), as far as we pass it on. */
const answerSchema = z.object({
  active: z.boolean(),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  sub: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  iss: z.string().optional(),
  exp: z.int().optional(),
  jti: z.string().optional(),
})

/** Creates the reader of our issuer's tokens: it asks the issuer, which knows what was revoked. */
export function createTokenReader(options: TokenReaderOptions): TokenReader {
  const { issuer, fetch, now } = options
  const reader = createIssuerReader({ issuer, fetch, now })

  async function ask(token: string) {
    const metadata = await reader.metadata()
    if (!metadata.ok) throw issuerUnavailable(metadata.failure.cause)
    const endpoint = z.url().parse(metadata.value['introspection_endpoint'])
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: toBasic(options.clientId, options.clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token }).toString(),
      signal: AbortSignal.timeout(READ_TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`The issuer answered ${response.status}`)
    return answerSchema.parse(await response.json())
  }

  return {
    issuer,
    async read(token, resource) {
      const answer = await ask(token).catch((cause: unknown) => {
        throw issuerUnavailable(cause)
      })
      const isForResource = [answer.aud].flat().includes(resource)
      // A token for another resource is not this server's to learn of.
      return answer.active && isForResource ? { ...answer, aud: resource } : { active: false }
    },
  }
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function toBasic(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`
}
