import { joinKey, splitKey, type StorageAdapter } from '@openauthjs/openauth/storage/storage'
import * as z from 'zod'
import { sha256Hex } from '../keys/digest.ts'
import type { KeyValueStore } from '../keys/key-value-store.ts'
import type { TokenStore } from '../tokens/token-store.ts'

/** What OpenAuth wants to store with a code: what we gave it, and what it kept in its own state. */
const codeSchema = z.object({
  subject: z.string(),
  redirectURI: z.string(),
  clientID: z.string(),
  pkce: z.object({ challenge: z.string(), method: z.literal('S256') }),
  properties: z.object({ scopes: z.array(z.string()), resource: z.string().optional() }),
})

const CODE_LIFETIME_MS = 60_000

/**
 * OpenAuth's storage on ours: a code becomes a row that can be claimed, under its hash; keys that OpenAuth
 * makes for itself are made once, whichever replica is first; the rest is kept sealed.
 */
export function createOpenAuthStorage(stores: {
  tokens: TokenStore
  values: KeyValueStore
  now: () => number
}): StorageAdapter {
  const { tokens, values, now } = stores
  return {
    async get(key) {
      const value = await values.find(toKey(key))
      return value === undefined ? undefined : JSON.parse(value)
    },

    async set(key, value, expiry) {
      const [kind = '', id = ''] = key
      if (kind === 'oauth:code') return saveCode(id, value)
      if (kind === 'oauth:refresh') throw new Error('OpenAuth issues no refresh tokens here')
      if (kind.endsWith(':key')) return values.setOnce(toKey([kind, 'one']), JSON.stringify(value))
      return values.set(toKey(key), JSON.stringify(value), expiry)
    },

    async remove(key) {
      await values.remove(toKey(key))
    },

    async *scan(prefix) {
      for (const { key, value } of await values.list(toKey([...prefix, '']))) {
        yield [fromKey(key), JSON.parse(value)]
      }
    },
  }

  async function saveCode(code: string, value: unknown): Promise<void> {
    const { subject, redirectURI, clientID, pkce, properties } = codeSchema.parse(value)
    const { scopes, resource } = properties
    await tokens.saveCode({
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
    })
  }
}

const NAMESPACE = 'openauth'

function toKey(key: string[]): string {
  return joinKey([NAMESPACE, ...key])
}

function fromKey(key: string): string[] {
  return splitKey(key).slice(1)
}
