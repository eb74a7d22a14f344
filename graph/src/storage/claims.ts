import type { Transaction } from '@toolgraph/database'
import { urlTaken } from '../registry/errors.ts'

/**
 * Passes addresses that no other server claims with its latest version. Two publications that want the same one come
 * one after the other.
 *
 * @param serverId Absent for a server that is new
 * @throws RegistryError `ERR_SERVER_URL_TAKEN`
 */
export async function assertFree(
  transaction: Transaction,
  serverId: string | undefined,
  urls: readonly string[],
): Promise<void> {
  // In one order, so that two never wait for each other.
  for (const url of [...urls].sort())
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${url}, 2))`
  const taken = await findTaken(transaction, serverId, urls)
  if (taken !== undefined) throw urlTaken(taken)
}

/** Finds an address that another server claims. */
export async function findTaken(
  transaction: Transaction,
  serverId: string | undefined,
  urls: readonly string[],
): Promise<string | undefined> {
  if (urls.length === 0) return undefined
  const self = serverId ?? NOBODY
  const [taken] = await transaction.$queryRaw<{ url: string }[]>`
    SELECT wanted.url FROM unnest(${urls}::text[]) AS wanted (url)
    WHERE EXISTS (SELECT 1 FROM graph."McpServer" s
        WHERE s."baseUrl" = wanted.url AND s.id <> ${self}::uuid)
      OR EXISTS (SELECT 1 FROM graph."McpServerVersion" v
        WHERE v."isLatest" AND v."serverId" <> ${self}::uuid
          AND (v.manifest::jsonb -> 'remotes') @> jsonb_build_array(jsonb_build_object('url', wanted.url))
          AND NOT EXISTS (SELECT 1 FROM graph."McpServer" lost
            WHERE lost.id = v."serverId" AND lost.moderation = 'disputed' AND lost."baseUrl" IS NULL))
    LIMIT 1`
  return taken?.url
}

const NOBODY = '00000000-0000-0000-0000-000000000000'
