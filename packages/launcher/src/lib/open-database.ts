import path from 'node:path'
import { findPostgres, startPostgres } from '@toolgraph/database/embedded'
import { migrate } from '@toolgraph/database/migrate'

/** Where this checkout keeps its data; `DATA_FOLDER` names another place. */
const FOLDER = path.resolve(
  process.env['DATA_FOLDER'] ?? path.join(import.meta.dirname, '../../../../.toolgraph'),
  'postgres',
)

/** A migrated database, and what to do when done with it. */
export interface OpenDatabase {
  /** The owner's connection string. */
  ownerUrl: string
  /** Settles if the embedded server ends by itself. */
  ended: Promise<void>
  stop(): Promise<void>
}

/**
 * Opens the database of `DATABASE_URL`, or the embedded one of this checkout, and migrates it.
 *
 * @param share Whether to use an embedded server that already runs, as a command beside `npm start` does
 */
export async function openDatabase({ share = false } = {}): Promise<OpenDatabase> {
  const database = await open(share)
  try {
    await migrate(database.ownerUrl)
    return database
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function open(share: boolean): Promise<OpenDatabase> {
  const borrowed = process.env['DATABASE_URL'] ?? (share ? await findPostgres(FOLDER) : undefined)
  if (borrowed)
    return { ownerUrl: borrowed, ended: new Promise(() => {}), stop: () => Promise.resolve() }
  const { url, ended, stop } = await startPostgres({ folder: FOLDER })
  return { ownerUrl: url, ended, stop }
}
