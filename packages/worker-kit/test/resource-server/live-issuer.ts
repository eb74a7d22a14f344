import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestIssuer, type TestIssuer } from '../../src/testing.ts'

/** An issuer that is reached over a socket, as it would be anywhere. */
export interface LiveIssuer extends TestIssuer {
  /** Takes every key that was published so far back, and signs with a new one. */
  replaceKeys(): Promise<void>
  stop(): void
}

/** Serves an issuer of tests. */
export async function serveIssuer(now: () => number): Promise<LiveIssuer> {
  let answer: typeof fetch = async () => new Response(null, { status: 503 })
  const withdrawn = new Set<unknown>()
  const server = createServer(async (request, response) => {
    const reply = await answer(`${issuer.issuer}${request.url}`)
    const document = reply.ok ? await reply.json() : {}
    const keys = document.keys?.filter(({ kid }: { kid: string }) => !withdrawn.has(kid))
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...document, ...(keys !== undefined && { keys }) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${port}`, now })
  answer = issuer.fetch

  return Object.assign(issuer, {
    async replaceKeys() {
      withdrawn.add(issuer.publicKey.kid)
      await issuer.rotate()
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  })
}
