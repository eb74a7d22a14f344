import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { grantRoles } from './lib/roles.ts'

export { serviceUrl } from './lib/roles.ts'

/** Where the migrations stand: plain SQL, never edited after they land. */
export const MIGRATIONS_FOLDER = path.resolve(import.meta.dirname, '../../../prisma/migrations')

/** The advisory lock that Prisma's own `migrate deploy` takes. */
const MIGRATION_LOCK = 72_707_369

/**
 * Applies the migrations that are missing and grants each service's role, as `prisma migrate deploy`
 * would (the same table, checksums and lock, so that its CLI agrees afterwards), without starting the CLI.
 *
 * @param ownerUrl The connection string of the role that owns the schemas
 * @returns The names of the migrations applied now
 * @throws When a migration was edited after it was applied, or failed before
 */
export async function migrate(ownerUrl: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await applyMissing(client, folder)
    await grantRoles(client, ownerUrl)
    return applied
  } finally {
    await client.end()
  }
}

async function applyMissing(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`)
  const { rows } = await client.query<{
    migration_name: string
    checksum: string
    finished_at: Date | null
  }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const known = new Map(rows.map((row) => [row.migration_name, row]))

  const applied: string[] = []
  for (const name of listMigrations(folder)) {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    const row = known.get(name)
    if (row && !row.finished_at)
      throw new Error(`Cannot apply migration "${name}": it failed before; resolve it first`)
    if (row && row.checksum !== checksum)
      throw new Error(`Cannot apply migration "${name}": it was edited after it was applied`)
    if (row) continue
    await applyOne(client, { name, sql, checksum })
    applied.push(name)
  }
  return applied
}

async function applyOne(
  client: pg.Client,
  { name, sql, checksum }: { name: string; sql: string; checksum: string },
): Promise<void> {
  const id = randomUUID()
  await client.query(
    'INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)',
    [id, checksum, name],
  )
  try {
    // One query of several statements is one implicit transaction.
    await client.query(sql)
  } catch (error) {
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)])
    throw error
  }
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
    [id],
  )
}

function listMigrations(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}
