import type { Database } from './index.ts'
import { createBatch, type Ask } from './lib/reads/batch-reads.ts'
import { compileCount, compileRead } from './lib/reads/compile-read.ts'
import { MODELS } from './lib/reads/models.ts'

/**
 * Gives a client whose reads go past Prisma's engine: as one prepared statement, relations included; reads that differ
 * only in their values and are asked in the same moment are one as well. What cannot be said so, and everything that
 * writes, goes to Prisma as before; the answers are the same either way.
 *
 * @param schema The Postgres schema of the service
 */
export function createReads(database: Database, schema: string): Database {
  const ask = createBatch((sql, options) => database.$query<{ rows: unknown }>(sql, options))
  const readers = new Map<string | symbol, object>()
  const readerOf = (key: string | symbol): object | undefined => {
    const known = readers.get(key)
    const name = MODEL_NAMES.get(key)
    if (known || name === undefined) return known
    const delegate: unknown = Reflect.get(database, key)
    if (!isDelegate(delegate)) return undefined
    const reader = createReader(delegate, { name, schema, ask })
    readers.set(key, reader)
    return reader
  }
  return new Proxy(database, {
    get: (target, key) => readerOf(key) ?? Reflect.get(target, key, target),
  })
}

/** Prisma's name for a table's reads and writes, and the table: `mcpServer` → `McpServer`. */
const MODEL_NAMES: ReadonlyMap<string | symbol, string> = new Map(
  [...MODELS.keys()].map((name) => [`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, name]),
)

type Delegate = Readonly<Record<string, (args?: object) => Promise<unknown>>>

interface ReaderOptions {
  name: string
  schema: string
  ask: Ask
}

/** The reads of one table that can go the short way. */
function createReader(delegate: Delegate, { name, schema, ask }: ReaderOptions): Delegate {
  const find = async (args: object = {}) => {
    const read = compileRead(schema, name, args)
    if (!read) return undefined
    return read.decode(await ask(read))
  }
  const findOne =
    (method: string, isNeeded: boolean) =>
    async (args: object = {}) => {
      const rows = 'take' in args ? undefined : await find({ ...args, take: 1 })
      // Prisma says itself, in its own error, that there is none.
      if (!rows || (isNeeded && rows.length === 0)) return delegate[method]?.(args)
      return rows[0] ?? null
    }
  const own: Record<string, unknown> = {
    findMany: async (args?: object) => (await find(args)) ?? delegate['findMany']?.(args),
    findFirst: findOne('findFirst', false),
    findFirstOrThrow: findOne('findFirstOrThrow', true),
    findUnique: findOne('findUnique', false),
    findUniqueOrThrow: findOne('findUniqueOrThrow', true),
    count: async (args: object = {}) => {
      const count = compileCount(schema, name, args)
      if (!count) return delegate['count']?.(args)
      return ask(count)
    },
  }
  return new Proxy(delegate, {
    get: (target, key) => own[String(key)] ?? Reflect.get(target, key, target),
  })
}

function isDelegate(value: unknown): value is Delegate {
  return typeof value === 'object' && value !== null && 'findMany' in value
}
