import {
  discoverServer,
  finishAuthorization,
  revokeTokens,
  startAuthorization,
  type Discovery,
  type TokenSet,
} from '@toolgraph/mcp-client'
import { CliError } from '../lib/cli-error.ts'
import { createReach } from '../lib/reach.ts'
import type { World } from '../lib/world.ts'
import { openCallbackListener } from './callback-listener.ts'
import { changeCredentials, readCredentials } from './credentials.ts'

/** What to sign in for. */
export interface SignInOptions {
  /** The MCP endpoint. */
  url: string
  /** What to ask for besides what is allowed already (default: what the server asks for). */
  scopes?: readonly string[]
  /** The only issuer to sign in at (default: the one that the server names). */
  issuer?: string
  /** Opens the browser besides printing the address (default: true) */
  opensBrowser?: boolean
}

/** As long as somebody may look for their password. */
const PATIENCE_MS = 5 * 60_000

/**
 * Lets a person sign in at a server's issuer in their browser (RFC 8252), and keeps the tokens.
 *
 * @throws CliError, McpClientError With the step that failed
 */
export async function signIn(options: SignInOptions, world: World): Promise<TokenSet> {
  const { url, scopes } = options
  const fetch = createReach(url, world)
  const discovery = await discover(options, world)
  const current = (await readCredentials(world)).signIns[url]
  const listener = await openCallbackListener()
  try {
    const { authorizationUrl, pending } = await startAuthorization({
      url,
      fetch,
      discovery,
      redirectUri: listener.redirectUri,
      clientMetadata: { client_name: 'Toolgraph command line' },
      // A registration that nobody uses ends, so each sign-in has its own; it lives as long as its tokens.
      registrations: { find: async () => undefined, save: async () => {} },
      ...(scopes && { scopes }),
      ...(current && { currentScopes: current.scopes }),
      now: world.now,
    })
    const callback = listener.answer(pending.state, world.signal)
    const callbackParams = await answered(callback, authorizationUrl, options, world)
    const tokens = await finishAuthorization({ pending, callbackParams, fetch, now: world.now })
    await keep(url, tokens, world)
    return tokens
  } finally {
    listener.close()
  }
}

async function discover(
  { url, issuer }: SignInOptions,
  world: Pick<World, 'fetch' | 'signal'>,
): Promise<Discovery> {
  const { signal } = world
  const found = await discoverServer({ url, fetch: createReach(url, world), signal })
  if (!found.ok) throw found.failure
  const isMeant = issuer === undefined || withoutSlash(issuer) === withoutSlash(found.value.issuer)
  if (isMeant) return found.value
  throw new CliError(
    'ERR_ISSUER_OTHER',
    `Cannot sign in at "${issuer}": the server "${url}" takes tokens of "${found.value.issuer}" only`,
  )
}

/** What a person types may end in a slash; what a token says is still compared as it is. */
function withoutSlash(address: string): string {
  return address.replace(/\/$/, '')
}

async function answered(
  callback: Promise<URLSearchParams>,
  address: string,
  { opensBrowser = true }: SignInOptions,
  world: World,
): Promise<URLSearchParams> {
  world.stderr(`Sign in at this address, with a browser of this machine:\n\n  ${address}\n\n`)
  if (opensBrowser) void world.openBrowser(address).catch(() => {})
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const words = 'nobody answered for five minutes; try again'
    late.reject(new CliError('ERR_SIGN_IN_UNANSWERED', `Cannot sign in: ${words}`))
  }, PATIENCE_MS)
  try {
    return await Promise.race([callback, late.promise])
  } catch (error) {
    if (!world.signal.aborted) throw error
    throw new CliError('ERR_SIGN_IN_UNANSWERED', 'Cannot sign in: it was stopped')
  } finally {
    clearTimeout(timer)
  }
}

/** Who signs in again gives the old tokens back. */
async function keep(url: string, tokens: TokenSet, world: World): Promise<void> {
  let old: TokenSet | undefined
  await changeCredentials(world, async ({ signIns }) => {
    old = signIns[url]
    return { signIns: { ...signIns, [url]: tokens } }
  })
  if (old) await revokeTokens({ tokens: old, fetch: createReach(url, world) })
}
