import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/workerd/client.ts'
import type { Database } from './index.ts'
import { addStatements } from './lib/statement.ts'
import { TRANSACTION_OPTIONS } from './lib/transaction-options.ts'

/** Connections that one request may open at once. */
const MAX_CONNECTIONS_PER_REQUEST = 2

/**
 * Connects one request of a Worker. Sockets may not outlive the request that opened them:
 * disconnect in `ctx.waitUntil` when the answer is on its way.
 *
 * @param url The service's own connection string (Hyperdrive's, on the edge)
 */
export function createDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: MAX_CONNECTIONS_PER_REQUEST })
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: TRANSACTION_OPTIONS,
  })
  // Both clients are generated from one schema; only the engine inside differs.
  return addStatements(client, pool, false) as unknown as Database
}
