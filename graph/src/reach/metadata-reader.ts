import { discoverServer, type McpClientErrorCode } from '@toolgraph/mcp-client'
import { SafeFetchError, type SafeFetch } from '@toolgraph/safe-fetch'
import { urlForbidden } from '../registry/errors.ts'
import type { MetadataReader } from '../registry/registry.ts'

/** How long a publication waits for the server that it publishes. */
const READ_TIMEOUT_MS = 15_000

/** Creates the reader of what servers and their issuers say of themselves, over the one way out. */
export function createMetadataReader(safeFetch: SafeFetch): MetadataReader {
  return {
    async read(url) {
      const signal = AbortSignal.timeout(READ_TIMEOUT_MS)
      const found = await discoverServer({ url, fetch: safeFetch, signal }).catch(() => undefined)
      if (!found) return undefined
      if (found.ok) {
        const { issuer, metadata } = found.value
        return {
          issuer,
          authorizationEndpoint: metadata.authorization_endpoint,
          tokenEndpoint: metadata.token_endpoint,
          jwksUri: metadata.jwks_uri,
        }
      }
      if (isForbidden(found.failure)) throw urlForbidden(url, found.failure)
      // No document at all is what an open server has; one that is not sound is not believed.
      return UNREACHABLE.includes(found.failure.code) ? undefined : {}
    },
  }
}

/** The server or its issuer is away just now: nothing is known. */
const UNREACHABLE: readonly McpClientErrorCode[] = [
  'ERR_SERVER_UNREACHABLE',
  'ERR_ISSUER_UNREACHABLE',
]

function isForbidden(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof SafeFetchError && cause.code === 'ERR_ADDRESS_FORBIDDEN') return true
  return false
}
