import { createSecret, hashSecret } from '../sealing/secret.ts'
import type { Sealer } from '../sealing/seal.ts'
import type { AuthorizationKind, AuthorizationStore } from './authorization-store.ts'

/** What the verbs of a pending authorization need. */
export interface AuthorizationContext {
  authorizations: AuthorizationStore
  sealer: Sealer
  now: () => number
}

/** How long a person may stay at the authorization server. */
export const AUTHORIZATION_LIFE_MS = 600_000

/** A new `state`, and the id under which it is kept. */
export async function createState(): Promise<{ state: string; id: string }> {
  const state = createSecret()
  return { state, id: await hashSecret(state) }
}

/**
 * Keeps what will be needed when the browser comes back.
 *
 * @param pending `browser`: the value of the browser's own cookie; `payload`: sealed with the state's hash
 */
export async function keepAuthorization(
  { authorizations, sealer, now }: AuthorizationContext,
  pending: {
    kind: AuthorizationKind
    id: string
    browser: string
    subject?: string
    payload: unknown
  },
): Promise<void> {
  const { kind, id, subject } = pending
  await authorizations.purge(new Date(now()))
  await authorizations.create({
    id,
    kind,
    subject,
    browser: await hashSecret(pending.browser),
    payload: await sealer.seal(JSON.stringify(pending.payload), identityOf(id)),
    expiresAt: new Date(now() + AUTHORIZATION_LIFE_MS),
  })
}

/**
 * Takes it back, once, and only for the browser that began it.
 *
 * @returns What was kept, or `undefined` when there is nothing (any more) for this browser
 */
export async function takeAuthorization(
  { authorizations, sealer, now }: AuthorizationContext,
  claim: { kind: AuthorizationKind; state: string | null; browser: string | undefined },
): Promise<unknown> {
  const { kind, state, browser } = claim
  if (!state || !browser) return undefined
  const id = await hashSecret(state)
  const payload = await authorizations.claim({
    id,
    kind,
    browser: await hashSecret(browser),
    now: new Date(now()),
  })
  if (!payload) return undefined
  const opened = await sealer.open(payload, identityOf(id))
  return opened.ok ? JSON.parse(opened.value) : undefined
}

function identityOf(id: string): string {
  return `web-authorization|${id}`
}
