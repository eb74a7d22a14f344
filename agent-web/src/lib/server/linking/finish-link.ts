import {
  finishAuthorization,
  McpClientError,
  pendingAuthorizationSchema,
} from '@toolgraph/mcp-client'
import * as z from 'zod'

import { takeAuthorization } from '../pending/authorization.ts'
import { Problem } from '../problem.ts'
import type { LinkingContext } from './linking.ts'
import { recordLink, type RecordedLink } from './record-link.ts'

const keptSchema = z.object({
  pending: pendingAuthorizationSchema,
  serverId: z.string(),
  serverName: z.string(),
  subject: z.string(),
  after: z.object({
    locale: z.string(),
    tool: z.string().optional(),
    run: z.string().optional(),
  }),
})

/** What was kept while the person was at the authorization server. */
export type KeptLink = z.infer<typeof keptSchema>

const DEADLINE_MS = 30_000

/**
 * Takes back what was kept for this browser and this person, once.
 *
 * @throws {Problem} `link_expired`: it was not begun here, is too old, or was already taken
 */
export async function takeLink(
  { web, subject }: Pick<LinkingContext, 'web' | 'subject'>,
  { state, browser }: { state: string | null; browser: string | undefined },
): Promise<KeptLink> {
  const taken = await takeAuthorization(web, { kind: 'link', state, browser })
  const kept = keptSchema.safeParse(taken)
  // Another person may have signed in with this browser meanwhile: the grant is not theirs.
  if (!kept.success || kept.data.subject !== subject) throw new Problem('link_expired')
  return kept.data
}

/** Redeems the code and tells the graph. */
export async function finishLink(
  context: LinkingContext,
  { kept, callbackParams }: { kept: KeptLink; callbackParams: URLSearchParams },
): Promise<RecordedLink> {
  const { web } = context
  const { pending, serverId } = kept
  try {
    const tokens = await finishAuthorization({
      pending,
      callbackParams,
      fetch: web.strangersFetch,
      signal: AbortSignal.timeout(DEADLINE_MS),
      now: web.now,
    })
    return await recordLink(context, { serverId, tokens })
  } catch (error) {
    const isForgotten = error instanceof McpClientError && error.code === 'ERR_CLIENT_UNKNOWN'
    if (isForgotten) await web.registrations.forget(pending.issuer)
    throw error
  }
}
