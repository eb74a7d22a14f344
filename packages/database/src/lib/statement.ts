import type { Pool } from 'pg'

/** One statement of SQL that is run again and again. */
export interface Statement<row> {
  /** Unlike any other of the service; Postgres lists it in `pg_prepared_statements`. */
  readonly name: string
  /** The SQL, with `$1`, `$2`, … for its values. Names its columns: a `*` would not survive a migration. */
  readonly text: string
  /** Never there: it only carries the type of a row. */
  readonly row?: row
}

/** A value of a statement. Objects become JSON, arrays become arrays of Postgres, `null` is NULL. */
export type StatementValue = string | number | boolean | Date | object | null

/** Runs statements as they stand, past Prisma's engine, on Prisma's own connections. */
export interface StatementRunner {
  /**
   * Runs one statement: a transaction of its own.
   *
   * For the few statements that every request waits for: a fifth of the processor time of `$queryRaw`.
   * All else is better said in Prisma's own words.
   *
   * @throws The error of `pg`; `isErrorOf` knows it
   */
  $run<row>(statement: Statement<row>, values: readonly StatementValue[]): Promise<row[]>

  /**
   * The same for SQL that is put together for each question (`Prisma.sql`): each text that comes out is a statement.
   *
   * A `count(*)` comes back as text: cast it (`::int`).
   *
   * @param options `isPlannedAnew`: for conditions whose values decide which index helps, such as a pattern or a
   *   moment: one plan for all values would be a wrong one for many (default: false)
   */
  $query<row>(sql: Sql, options?: { isPlannedAnew?: boolean }): Promise<row[]>
}

/** A text with its values, as `Prisma.sql` writes it. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Texts that are prepared; what comes after goes unprepared, so that no caller fills the database's memory. */
const MAX_PREPARED = 1000

/**
 * Declares a statement.
 *
 * @param name Unlike any other of the service
 * @param text The SQL, with `$1`, `$2`, … for its values
 */
export function defineStatement<row>(name: string, text: string): Statement<row> {
  return { name, text }
}

/**
 * Gives a client its way past the engine.
 *
 * @param isPrepared Whether each connection prepares a statement once and keeps it: wrong where a
 *   connection lives as long as one request
 */
export function addStatements<client extends { $disconnect(): Promise<void> }>(
  client: client,
  pool: Pool,
  isPrepared: boolean,
): client & StatementRunner {
  // A connection that breaks while nobody uses it is replaced by the next query; Node would end the process.
  pool.on('error', () => {})
  const disconnect = client.$disconnect.bind(client)
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAX_PREPARED) return known
    const name = `query/${names.size}`
    names.set(text, name)
    return name
  }

  return Object.assign(client, {
    async $run<row>({ name, text }: Statement<row>, values: readonly StatementValue[]) {
      const query = { text, values: [...values], ...(isPrepared && { name }) }
      // What the columns are is said where the statement is declared.
      return (await pool.query(query)).rows as row[]
    },
    async $query<row>({ text, values }: Sql, { isPlannedAnew = false } = {}) {
      const name = isPrepared && !isPlannedAnew ? nameOf(text) : undefined
      const query = { text, values: [...values], ...(name !== undefined && { name }) }
      return (await pool.query(query)).rows as row[]
    },
    async $disconnect() {
      await disconnect()
      // Prisma closes the pool only where it has used it itself.
      if (!pool.ending) await pool.end()
    },
  })
}
