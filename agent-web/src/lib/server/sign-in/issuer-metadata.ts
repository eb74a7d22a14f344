import * as oauth from 'oauth4webapi'

/** Where the issuer's endpoints are (RFC 8414). */
export type ReadMetadata = () => Promise<oauth.AuthorizationServer>

const METADATA_LIFE_MS = 300_000

/**
 * Makes a reader of the issuer's public metadata, which keeps it for five minutes; a failure is not kept.
 *
 * @param options `request`: how each request is made
 */
export function createMetadataReader(options: {
  issuer: string
  request: () => Omit<oauth.DiscoveryRequestOptions, 'algorithm'>
  now: () => number
}): ReadMetadata {
  const { issuer, request, now } = options
  let kept: { readAt: number; server: Promise<oauth.AuthorizationServer> } | undefined

  async function read(): Promise<oauth.AuthorizationServer> {
    const url = new URL(issuer)
    const response = await oauth.discoveryRequest(url, { ...request(), algorithm: 'oauth2' })
    return oauth.processDiscoveryResponse(url, response)
  }

  return function discover() {
    if (kept && now() - kept.readAt < METADATA_LIFE_MS) return kept.server
    const server = read()
    kept = { readAt: now(), server }
    server.catch(() => {
      kept = undefined
    })
    return server
  }
}
