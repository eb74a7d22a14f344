import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import { createAuthorizationStore } from '@toolgraph/testing'

/** A server to which a person has linked the official client. */
export interface LinkedServer {
  /** What the issuer gave, in the order of the token's own list. */
  readonly scopes: readonly string[]
  /** The page on which the person allowed it. */
  readonly consentPage: string
  /** Calls a tool as the person and returns its data. */
  call(name: string, args?: Record<string, unknown>): Promise<unknown>
}

/**
 * Links a server as a client does that knows nothing but its address: it is refused, reads where its issuer is, sends
 * the person there, and redeems the code.
 *
 * @param person Who allows it on the page of a local issuer
 */
export async function linkServer(server: string, person: 'aiko' | 'ben'): Promise<LinkedServer> {
  const store = createAuthorizationStore({
    redirectUri: 'http://127.0.0.1:33418/callback',
    clientName: 'author-test',
  })
  // The store keeps values without looking at them; the SDK alone knows their types.
  const authProvider = store.provider as unknown as OAuthClientProvider
  const call = (name: string, args = {}) => callTool(server, authProvider, name, args)

  const error: unknown = await call('greet_me').catch((caught: unknown) => caught)
  const [page] = store.sentTo
  if (!(error instanceof UnauthorizedError) || page === undefined) {
    throw new Error('The server did not send its client to an issuer', { cause: error })
  }
  const transport = new StreamableHTTPClientTransport(new URL(server), { authProvider })
  const { consentPage, answer } = await allowAs(person, page)
  await transport.finishAuth(answer.searchParams)
  return { call, consentPage, scopes: store.scopes() }
}

async function callTool(
  server: string,
  authProvider: OAuthClientProvider,
  name: string,
  args: Record<string, unknown>,
): Promise<unknown> {
  const client = new Client(
    { name: 'author-test', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
  await client.connect(new StreamableHTTPClientTransport(new URL(server), { authProvider }))
  try {
    return (await client.callTool({ name, arguments: args })).structuredContent
  } finally {
    await client.close()
  }
}

/** Reads the issuer's page as a person does, leaves all boxes as they are, and clicks. */
async function allowAs(person: string, page: URL) {
  const consentPage = await (await fetch(page)).text()
  const scopes = [...consentPage.matchAll(/name="scope" value="([^"]+)"/g)].map(
    ([, scope = '']) => scope,
  )
  const response = await fetch(page, {
    method: 'POST',
    headers: { origin: page.origin },
    body: new URLSearchParams([['person', person], ...scopes.map((scope) => ['scope', scope])]),
    redirect: 'manual',
  })
  return { consentPage, answer: new URL(response.headers.get('location') ?? '') }
}
