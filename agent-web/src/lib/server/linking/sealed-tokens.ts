import { tokenSetSchema, type TokenSet } from '@toolgraph/mcp-client'
import * as z from 'zod'

import { connectionIdentity, type LinkingContext } from './linking.ts'

const sealedSchema = z.object({
  tokens: tokenSetSchema,
  /** When they came, in milliseconds since the epoch. */
  issuedAt: z.number(),
})

/** A connection's tokens, and when they came. */
export type ConnectionTokens = z.infer<typeof sealedSchema>

/** Renewed at this part of their life. */
const RENEWAL_POINT = 0.8

/** Seals tokens for the graph to keep. */
export function sealTokens(
  { web, subject }: LinkingContext,
  serverId: string,
  tokens: TokenSet,
): Promise<string> {
  const sealed: ConnectionTokens = { tokens, issuedAt: web.now() }
  return web.sealer.seal(JSON.stringify(sealed), connectionIdentity(subject, serverId))
}

/** Opens what the graph kept; `undefined` when it does not open (a key that is gone, another's row). */
export async function openTokens(
  { web, subject }: LinkingContext,
  serverId: string,
  envelope: string,
): Promise<ConnectionTokens | undefined> {
  const opened = await web.sealer.open(envelope, connectionIdentity(subject, serverId))
  if (opened.ok) return sealedSchema.safeParse(JSON.parse(opened.value)).data
  web.log.warn('A token set does not open', { reason: opened.failure })
  return undefined
}

/** Whether tokens are due for renewal, and whether they are still good. Pure. */
export function ageOf(
  { tokens, issuedAt }: ConnectionTokens,
  now: number,
): { isDue: boolean; isAlive: boolean } {
  const { expiresAt } = tokens
  if (expiresAt === undefined) return { isDue: false, isAlive: true }
  return {
    isDue: now >= issuedAt + (expiresAt - issuedAt) * RENEWAL_POINT,
    isAlive: now < expiresAt,
  }
}
