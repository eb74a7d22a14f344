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
    throw toOpenError(error)
  }
}

const IN_THE_WAY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there; start that Postgres, or unset it to use the embedded one',
  ENOTFOUND: 'there is no host of that name',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'it does not take that name and password',
  '3D000': 'there is no database of that name; create it first',
  '42501': 'its role may not create roles and schemas',
}

/** What a driver says of a connection, in a sentence; anything else as it is. */
function toOpenError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = IN_THE_WAY[code]
  return why
    ? new Error(`Cannot open the database of DATABASE_URL: ${why}`, { cause: error })
    : error
}

async function open(share: boolean): Promise<OpenDatabase> {
  const given = process.env['DATABASE_URL']
  if (given && !/^postgres(ql)?:\/\//.test(given))
    throw new Error(
      'Cannot open the database: DATABASE_URL must be postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
    )
  const borrowed = given || (share ? await findPostgres(FOLDER) : undefined)
  if (borrowed)
    return { ownerUrl: borrowed, ended: new Promise(() => {}), stop: () => Promise.resolve() }
  const { url, ended, stop } = await startPostgres({ folder: FOLDER })
  return { ownerUrl: url, ended, stop }
}
