import type { StorageAdapter } from '@openauthjs/openauth/storage/storage'
import * as z from 'zod'
import { LocalError } from '../authorization/errors.ts'
import { sha256Hex } from '../keys/digest.ts'
import type { TokenStore } from '../tokens/token-store.ts'

/** What OpenAuth wants to store with a code: what we gave it, and what it kept in its own state. */
const codeSchema = z.object({
  subject: z.string(),
  redirectURI: z.string(),
  clientID: z.string(),
  pkce: z.object({ challenge: z.string(), method: z.literal('S256') }),
  properties: z.object({
    scopes: z.array(z.string()),
    resource: z.string().optional(),
    session: z.string(),
  }),
})

const CODE_LIFETIME_MS = 60_000

/**
 * OpenAuth's storage: a code becomes a row that can be claimed, under its hash. There is nothing else for
 * it to keep, keys neither: it encrypts no cookie and signs no token here.
 */
export function createOpenAuthStorage({
  tokens,
  now,
}: {
  tokens: TokenStore
  now: () => number
}): StorageAdapter {
  return {
    get: async ([kind]) => refuse(kind),
    async set([kind, code = ''], value) {
      if (kind !== 'oauth:code') refuse(kind)
      await saveCode(code, value)
    },
    remove: async ([kind]) => refuse(kind),
    scan: ([kind]) => refuse(kind),
  }

  async function saveCode(code: string, value: unknown): Promise<void> {
    const { subject, redirectURI, clientID, pkce, properties } = codeSchema.parse(value)
    const { scopes, resource, session } = properties
    const isSaved = await tokens.saveCode({
      id: await sha256Hex(code),
      clientId: clientID,
      familyId: crypto.randomUUID(),
      grant: {
        userId: subject,
        redirectUri: redirectURI,
        codeChallenge: pkce.challenge,
        scopes,
        ...(resource !== undefined && { resource }),
      },
      expiresAt: new Date(now() + CODE_LIFETIME_MS),
      sessionId: session,
    })
    if (!isSaved)
      throw new LocalError('ERR_REQUEST_UNKNOWN', 'Cannot hand over a code: the session has ended')
  }
}

function refuse(kind: string | undefined): never {
  throw new Error(`OpenAuth keeps nothing but codes here: "${kind}"`)
}
