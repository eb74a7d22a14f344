import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/workerd/client.ts'
import type { Database } from './index.ts'

/** Connections that one request may open at once. */
const MAX_CONNECTIONS_PER_REQUEST = 2

/**
 * Connects one request of a Worker. Sockets may not outlive the request that opened them:
 * disconnect in `ctx.waitUntil` when the answer is on its way.
 *
 * @param url The service's own connection string (Hyperdrive's, on the edge)
 */
export function createDatabase(url: string): Database {
  const adapter = new PrismaPg({ connectionString: url, max: MAX_CONNECTIONS_PER_REQUEST })
  // Both clients are generated from one schema; only the engine inside differs.
  return new PrismaClient({ adapter }) as unknown as Database
}
