import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  isReachable,
  nativeProgram,
  unprivilegedAccount,
  type Account,
} from './lib/native-files.ts'
import { identity, launchPostgres, type PostgresServer } from './lib/postgres-server.ts'

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** The connection string of the owner, to the application's database. */
  url: string
  pid: number
  /** Settles when the server has ended, asked or not. */
  ended: Promise<void>
  /** Ends it cleanly. */
  stop(): Promise<void>
}

/** Where and how the server runs. */
export interface EmbeddedOptions {
  /** The folder that keeps the data; made when missing. */
  folder: string
  /** The application's database (default: `toolgraph`). */
  database?: string
  /** False only for tests: faster, and loses data on a crash (default: true). */
  durable?: boolean
}

const START_TIMEOUT_MS = 60_000
const RETRY_MS = 50

/**
 * Starts a real PostgreSQL from the programs that npm ships: no installation, on loopback only,
 * also as root and in a home that only its owner may enter.
 *
 * @throws When it does not come up, with its own last words
 */
export async function startPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { database = 'toolgraph', durable = true } = options
  const account = unprivilegedAccount()
  const base = prepareFolder(options.folder, account)
  const folder = path.join(base, 'data')
  const password = readPassword(options.folder)
  await endOrphan(folder, options.folder)
  writeFileSync(path.join(options.folder, 'started-by'), String(process.pid))
  if (!existsSync(folder)) initialize({ base, password, account, durable })

  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const port = await freePort()
    const server = launchPostgres({ folder, port, account, durable })
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/`
    try {
      await waitUntilReady(`${url}postgres`, server, deadline)
      await createDatabaseOnce(`${url}postgres`, database)
      return { url: url + database, pid: server.pid, ended: server.ended, stop: server.stop }
    } catch (error) {
      await server.stop()
      // After a kill -9, the last children of the old server may still be leaving.
      const isLeaving = /still in use|already in use|lock file/.test(server.log())
      if (!isLeaving || Date.now() > deadline) throw error
      await sleep(RETRY_MS * 10)
    }
  }
}

/**
 * Finds a server of this folder that is running already.
 *
 * @returns The owner's connection string, or `undefined` when none answers
 */
export async function findPostgres(
  folder: string,
  database = 'toolgraph',
): Promise<string | undefined> {
  if (!existsSync(path.join(folder, 'password'))) return undefined
  const base = prepareFolder(folder, unprivilegedAccount())
  const file = path.join(base, 'data', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const port = readFileSync(file, 'utf8').split('\n')[3]
  const url = `postgresql://postgres:${readPassword(folder)}@127.0.0.1:${port}/${database}`
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return url
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

/** The folder that holds the cluster: in a private home, one that the unprivileged account can reach. */
function prepareFolder(wanted: string, account: Account | undefined): string {
  mkdirSync(wanted, { recursive: true })
  if (!account) return wanted

  const digest = createHash('sha256').update(path.resolve(wanted)).digest('hex').slice(0, 16)
  const base = isReachable(wanted)
    ? path.join(wanted, 'cluster')
    : path.join('/var/tmp', `toolgraph-postgres-${digest}`)
  if (!existsSync(base)) {
    mkdirSync(base, { mode: 0o700 })
    chownSync(base, account.uid, account.gid)
  }
  const { uid } = lstatSync(base)
  if (uid === account.uid) return base
  throw new Error(`Cannot keep the database in "${base}": the folder belongs to somebody else`)
}

function readPassword(folder: string): string {
  const file = path.join(folder, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** Makes the cluster beside its place and moves it there whole: a kill in between leaves nothing half done. */
function initialize({
  base,
  password,
  account,
  durable,
}: {
  base: string
  password: string
  account: Account | undefined
  durable: boolean
}): void {
  const draft = path.join(base, 'new')
  const file = path.join(base, 'initial-password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  if (account) chownSync(file, account.uid, account.gid)
  const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${file}`]
  args.push('-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  if (!durable) args.push('--no-sync')
  try {
    execFileSync(nativeProgram('initdb', account), args, { ...identity(account), stdio: 'pipe' })
  } finally {
    rmSync(file, { force: true })
  }
  renameSync(draft, path.join(base, 'data'))
}

async function waitUntilReady(
  url: string,
  server: PostgresServer,
  deadline: number,
): Promise<void> {
  for (;;) {
    if (server.hasEnded()) throw new Error(`Cannot start the database: ${server.log()}`)
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error('Cannot reach the database that was started', { cause: error })
    } finally {
      await client.end().catch(() => {})
    }
    await sleep(RETRY_MS)
  }
}

async function createDatabaseOnce(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!found.rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/**
 * A server of this folder that outlived its launcher (kill -9) is asked to end before a new one starts.
 *
 * @throws When its launcher still lives: the database is somebody's who is working
 */
async function endOrphan(folder: string, keptIn: string): Promise<void> {
  const file = path.join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!pid || !isPostgres(pid, folder)) return
  const starter = path.join(keptIn, 'started-by')
  if (existsSync(starter) && isAlive(Number(readFileSync(starter, 'utf8'))))
    throw new Error(
      `Cannot start the database in "${keptIn}": another start is using it; stop that one first, or set DATA_FOLDER to another place`,
    )
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + START_TIMEOUT_MS
  while (isPostgres(pid, folder) && Date.now() < deadline) await sleep(RETRY_MS)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function isPostgres(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  // Elsewhere than on Linux there is no such file: a living process of that number is taken for ours.
  const commandLine = `/proc/${pid}/cmdline`
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes(folder)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
