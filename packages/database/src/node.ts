import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/node/client.ts'
import type { Database } from './index.ts'
import { addStatements } from './lib/statement.ts'
import { TRANSACTION_OPTIONS } from './lib/transaction-options.ts'

/**
 * Connects a Node process: one client for its whole life, with a pool of connections.
 *
 * @param url The service's own connection string
 * @param options `max`: connections in the pool (default: 10)
 */
export function createDatabase(url: string, { max = 10 }: { max?: number } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max })
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: TRANSACTION_OPTIONS,
  })
  return addStatements(client, pool, true)
}
