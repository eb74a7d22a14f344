import type { PrismaClient } from '../generated/node/client.ts'
// Each runtime has its own copy of the helpers, and a client knows only its own (package.json, imports).
import * as Prisma from '#prisma'
import type { StatementRunner } from './lib/statement.ts'

/** The typed client, whatever the runtime. Each service sees its own Postgres schema through its own role. */
export type Database = PrismaClient & StatementRunner

/** What a verb's storage runs in: the client, or one transaction of it. */
export type Transaction = Prisma.TransactionClient

/** Prisma's input types and SQL helpers (`Prisma.sql`, `Prisma.join`, `Prisma.JsonNull`). */
export { Prisma }

export { SERVICES, type Service } from './lib/services.ts'
export {
  defineStatement,
  type Statement,
  type StatementRunner,
  type StatementValue,
} from './lib/statement.ts'
export { isErrorOf, POSTGRES_CODES } from './lib/postgres-error.ts'
