import type { Log } from '@toolgraph/entry'

import { createSecret, hashSecret } from '../sealing/secret.ts'
import type { Sealer } from '../sealing/seal.ts'
import type { IssuerClient, SignedIn } from './issuer-client.ts'
import type { SessionStore, StoredSession } from './session-store.ts'
import { parseTokenSet, renewalTime, type TokenSet } from './token-set.ts'

/** A person who is signed in with this browser. */
export interface Session {
  id: string
  subject: string
  name: string
  /** Good for the graph, now. */
  accessToken: string
}

/** What the verbs of a session need. */
export interface SessionContext {
  sessions: SessionStore
  issuer: IssuerClient
  sealer: Sealer
  log: Log
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** How long a browser stays signed in. */
export const SESSION_LIFE_MS = 30 * 24 * 3600_000
/** Longer than the issuer's deadline, so that only a crash lets it run out. */
const LEASE_MS = 30_000
const WAIT_STEP_MS = 100
const WAIT_LIMIT_MS = 12_000

/**
 * Signs a browser in.
 *
 * @returns The cookie's value; only its hash is stored
 */
export async function openSession(context: SessionContext, signedIn: SignedIn): Promise<string> {
  const { subject, name, tokens } = signedIn
  const secret = createSecret()
  const id = await hashSecret(secret)
  await context.sessions.purge(new Date(context.now()))
  await context.sessions.create({
    id,
    subject,
    name,
    tokenSet: await sealTokens(context, id, tokens),
    tokenExpiresAt: new Date(tokens.expiresAt),
    expiresAt: new Date(context.now() + SESSION_LIFE_MS),
  })
  return secret
}

/**
 * Finds who is signed in, with an access token that is still good: one that nears its end is renewed
 * first, once among all processes. `undefined` for nobody.
 *
 * @param secret The cookie's value
 */
export async function findSession(
  context: SessionContext,
  secret: string,
): Promise<Session | undefined> {
  const id = await hashSecret(secret)
  for (let waited = 0; waited <= WAIT_LIMIT_MS; waited += WAIT_STEP_MS) {
    const stored = await context.sessions.find(id, new Date(context.now()))
    if (!stored) return undefined
    const tokens = await openTokens(context, stored)
    if (!tokens) return end(context, stored, 'its tokens do not open')

    const step = nextStep(stored, tokens, context.now())
    if (step === 'use') return toSession(stored, tokens)
    if (step === 'end') return end(context, stored, 'its tokens are spent')
    if (step === 'renew') {
      const renewed = await renew(context, stored, tokens)
      if (renewed !== 'again') return renewed
    }
    await context.sleep(WAIT_STEP_MS)
  }
  return undefined
}

/** Signs a browser out, here and at the issuer. */
export async function endSession(context: SessionContext, id: string): Promise<void> {
  const stored = await context.sessions.find(id, new Date(context.now()))
  await context.sessions.end(id)
  const tokens = stored && (await openTokens(context, stored))
  if (tokens?.refreshToken) await context.issuer.revoke(tokens.refreshToken)
}

/** What to do with a session's tokens. Pure. */
export function nextStep(
  { leaseUntil }: Pick<StoredSession, 'leaseUntil'>,
  tokens: TokenSet,
  now: number,
): 'use' | 'renew' | 'wait' | 'end' {
  const isAlive = now < tokens.expiresAt
  if (now < renewalTime(tokens)) return 'use'
  if (!tokens.refreshToken) return isAlive ? 'use' : 'end'
  if (!leaseUntil) return 'renew'
  // Another process renews them, or died while it did.
  if (isAlive) return 'use'
  return leaseUntil.getTime() > now ? 'wait' : 'end'
}

async function renew(
  context: SessionContext,
  stored: StoredSession,
  tokens: TokenSet,
): Promise<Session | undefined | 'again'> {
  const { sessions, issuer, now } = context
  const { id, tokenVersion } = stored
  const lease = crypto.randomUUID()
  const until = new Date(now() + LEASE_MS)
  if (!(await sessions.lease({ id, tokenVersion, lease, until }))) return 'again'

  const refreshed = await issuer.refresh(tokens.refreshToken ?? '')
  if (refreshed.ok) {
    const tokenSet = await sealTokens(context, id, refreshed.value)
    const tokenExpiresAt = new Date(refreshed.value.expiresAt)
    if (await sessions.renew({ id, lease, tokenSet, tokenExpiresAt }))
      return toSession(stored, refreshed.value)
    // Signed out meanwhile: what the refresh brought must not outlive the session.
    if (refreshed.value.refreshToken) await issuer.revoke(refreshed.value.refreshToken)
    return undefined
  }
  const { reason, cause } = refreshed.failure
  context.log.warn('Cannot renew a session', { reason, error: cause })
  if (reason === 'not_processed') {
    await sessions.release(id, lease)
    return now() < tokens.expiresAt ? toSession(stored, tokens) : undefined
  }
  return end(context, stored, `the issuer's answer was "${reason}"`)
}

async function end(
  { sessions, log }: SessionContext,
  { id }: StoredSession,
  why: string,
): Promise<undefined> {
  log.info('A session has ended', { why })
  await sessions.end(id)
}

function toSession({ id, subject, name }: StoredSession, { accessToken }: TokenSet): Session {
  return { id, subject, name, accessToken }
}

function sealTokens({ sealer }: SessionContext, id: string, tokens: TokenSet): Promise<string> {
  return sealer.seal(JSON.stringify(tokens), identityOf(id))
}

async function openTokens(
  { sealer }: SessionContext,
  { id, tokenSet }: StoredSession,
): Promise<TokenSet | undefined> {
  const opened = await sealer.open(tokenSet, identityOf(id))
  return opened.ok ? parseTokenSet(opened.value) : undefined
}

/** What the sealed tokens of a session belong to (associated data). */
export function identityOf(id: string): string {
  return `web-session|${id}`
}
