import {
  discoverServer,
  McpClientError,
  openSession,
  type Discovery,
  startAuthorization,
} from '@toolgraph/mcp-client'

import { hashSecret } from '../sealing/secret.ts'
import { keepAuthorization } from '../pending/authorization.ts'
import { Problem } from '../problem.ts'
import {
  clientDescription,
  clientMetadataUrlOf,
  redirectUriOf,
  type LinkingContext,
} from './linking.ts'
import { recordLink } from './record-link.ts'

/** What a person asked to link. */
export interface LinkWish {
  server: { id: string; name: string; url: string }
  /** What was chosen; `undefined`: whatever the server asks for. */
  scopes: readonly string[] | undefined
  /** The value of the browser's own cookie. */
  browser: string
  /** Where the person goes in the end, with what they were about to do. */
  after: LinkedReturn
}

/** What the workbench shows after linking. */
export interface LinkedReturn {
  locale: string
  tool?: string | undefined
  run?: string | undefined
}

/** Where a link goes on: at the authorization server, or nowhere as the server is open. */
export type LinkStart =
  | { kind: 'redirect'; url: string }
  | { kind: 'linked'; connectionId: string; problem: Problem['code'] | undefined }

/** How many links a person may have under way; each one costs a stranger's server some requests. */
const MAX_PENDING_LINKS = 20
const DEADLINE_MS = 30_000

/**
 * Begins to link a server: discovers how it is authorized and prepares the way to its issuer. A server
 * that asks for nothing is linked at once.
 */
export async function startLink(context: LinkingContext, wish: LinkWish): Promise<LinkStart> {
  const { web, subject } = context
  const pendingLinks = await web.authorizations.countOf(subject, new Date(web.now()))
  if (pendingLinks >= MAX_PENDING_LINKS) throw new Problem('link_limited')

  const signal = AbortSignal.timeout(DEADLINE_MS)
  const { url } = wish.server
  const discovery = await discoverServer({ url, fetch: web.strangersFetch, signal })
  if (discovery.ok) return redirectToIssuer(context, wish, { discovery: discovery.value, signal })
  if (discovery.failure.code !== 'ERR_RESOURCE_METADATA_MISSING') throw discovery.failure

  await assertOpen(context, { url, signal, otherwise: discovery.failure })
  return { kind: 'linked', ...(await recordLink(context, { serverId: wish.server.id })) }
}

async function redirectToIssuer(
  context: LinkingContext,
  { server, scopes, browser, after }: LinkWish,
  { discovery, signal }: { discovery: Discovery; signal: AbortSignal },
): Promise<LinkStart> {
  const { web, subject } = context
  const { authorizationUrl, pending } = await startAuthorization({
    url: server.url,
    fetch: web.strangersFetch,
    redirectUri: redirectUriOf(web.url),
    clientMetadata: clientDescription(web.url),
    clientMetadataUrl: clientMetadataUrlOf(web.url),
    registrations: web.registrations,
    discovery,
    signal,
    now: web.now,
    ...(scopes && { scopes }),
  })
  await keepAuthorization(web, {
    kind: 'link',
    id: await hashSecret(pending.state),
    browser,
    subject,
    payload: { pending, serverId: server.id, serverName: server.name, subject, after },
  })
  return { kind: 'redirect', url: withLocale(authorizationUrl, after.locale) }
}

/** Without metadata a server may be open to all; one that asks for sign-in anyway cannot be linked. */
async function assertOpen(
  { web }: LinkingContext,
  { url, signal, otherwise }: { url: string; signal: AbortSignal; otherwise: McpClientError },
): Promise<void> {
  try {
    const session = await openSession({ url, fetch: web.strangersFetch, signal })
    await session.close()
  } catch (error) {
    const isGated = error instanceof McpClientError && error.code === 'ERR_SIGN_IN_NEEDED'
    throw isGated ? otherwise : error
  }
}

/** Asks for the consent page in the person's language (OpenID Connect Core §3.1.2.1). */
function withLocale(address: string, locale: string): string {
  const url = new URL(address)
  url.searchParams.set('ui_locales', locale)
  return url.href
}
