import * as z from 'zod'
import { optional, scopeName } from '../registry/tool.ts'

/** A person's grant to use a server, without its tokens. */
export const connectionSchema = z.object({
  id: z.uuid(),
  serverId: z.uuid(),
  serverName: z.string(),
  serverTitle: z.string(),
  status: z.enum(['active', 'needs_sign_in', 'revoked']),
  issuer: z.string().optional(),
  scopesGranted: z.array(z.string()),
  expiresAt: z.iso.datetime().optional().describe('When its present access token ends'),
  lastSyncAt: z.iso.datetime().optional(),
  createdAt: z.iso.datetime(),
  toolCount: z.int(),
})

/** A person's grant to use a server, without its tokens. */
export type Connection = z.infer<typeof connectionSchema>

/** What can happen to a connection, as its person's subscribers hear it. */
export type ConnectionEventKind = 'linked' | 'synced' | 'renewed' | 'needs_sign_in' | 'ended'

/**
 * A token set as the agent seals it: `v1.<key id>.<nonce>.<ciphertext>`. Anything else is refused, so that no
 * readable token is ever stored here.
 */
export const sealedTokenSet = z
  .string()
  .max(65_536)
  .regex(/^v1\.[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22,}$/, 'must be sealed')

const scopes = z.array(scopeName).max(200)
const moment = z.date()

/** What `link` takes. */
export const linkServerSchema = z.strictObject({
  serverId: z.uuid(),
  issuer: optional(z.url().max(2048)),
  clientId: optional(z.string().min(1).max(2048)),
  scopes,
  tokenSet: optional(sealedTokenSet),
  expiresAt: optional(moment),
})

/** What `renew` takes. */
export const renewConnectionSchema = z.strictObject({
  connectionId: z.uuid(),
  lease: z.uuid(),
  tokenSet: sealedTokenSet,
  scopes,
  expiresAt: optional(moment),
})

/** A grant, parsed. */
export type Grant = z.output<typeof linkServerSchema>

/** The outcome of a refresh, parsed. */
export type Renewal = z.output<typeof renewConnectionSchema>
