import { isErrorOf, POSTGRES_CODES, type Database, type Transaction } from '@toolgraph/database'
import { addCounts, NO_COUNTS, type Counts } from '../import/describe-import.ts'
import { Oddities, type Oddity } from '../import/oddity.ts'
import { planServer, type PlannedServer } from '../import/plan-import.ts'
import {
  assignEndpoints,
  decideImport,
  keepHeld,
  type DecidedImport,
} from '../import/settle-import.ts'
import { readStanding, readStored } from './import-standing.ts'
import { markLatest, upsertImported, upsertVersions } from './import-sql.ts'
import { refreshSearchDocuments } from './search-documents.ts'

/** What a bulk write did. */
export interface ImportOutcome {
  servers: Counts
  versions: Counts
  /** Search documents written. */
  documents: number
  oddities: Oddity[]
}

const NOTHING: ImportOutcome = {
  servers: NO_COUNTS,
  versions: NO_COUNTS,
  documents: 0,
  oddities: [],
}

const SERVERS_AT_ONCE = 1000
const TRANSACTION_TIMEOUT_MS = 120_000
/** An owner may publish one of these servers in the very moment of the import: then it is decided anew. */
const ATTEMPTS = 3

/**
 * Writes planned servers with their versions and search documents, in bulk. What stands so already is not touched; a
 * server that the database refuses is left out and reported, the others are written.
 */
export async function importServers(
  database: Database,
  planned: readonly PlannedServer[],
): Promise<ImportOutcome> {
  const sorted = planned.toSorted((a, b) => (a.nameKey < b.nameKey ? -1 : 1))
  let outcome = NOTHING
  for (let at = 0; at < sorted.length; at += SERVERS_AT_ONCE) {
    outcome = add(outcome, await importSome(database, sorted.slice(at, at + SERVERS_AT_ONCE)))
  }
  // Else the first readers wait for plans that know nothing of what has come. Where the role may not: for a minute.
  if (outcome.versions.added >= MANY)
    await database.$executeRaw`ANALYZE graph."McpServer", graph."McpServerVersion", graph."SearchDocument"`
  return outcome
}

/** So many new versions change what a plan has to know. */
const MANY = 500

async function importSome(
  database: Database,
  planned: readonly PlannedServer[],
  attempt = 1,
): Promise<ImportOutcome> {
  try {
    return await database.$transaction((transaction) => write(transaction, planned), {
      timeout: TRANSACTION_TIMEOUT_MS,
      maxWait: TRANSACTION_TIMEOUT_MS,
    })
  } catch (error) {
    const isRace = isErrorOf(error, POSTGRES_CODES.uniqueViolation)
    if (isRace && attempt < ATTEMPTS) return importSome(database, planned, attempt + 1)
    if (!isRace && !isRefusedValue(error)) throw error
    return importHalves(database, planned)
  }
}

/** Finds the one that the database refuses by halving, so that one bad record costs no other one. */
async function importHalves(
  database: Database,
  planned: readonly PlannedServer[],
): Promise<ImportOutcome> {
  const [only] = planned
  if (!only) return NOTHING
  if (planned.length === 1) {
    const oddities = new Oddities()
    oddities.add('refused_by_database', only.name)
    return { ...NOTHING, oddities: oddities.list() }
  }
  const middle = Math.ceil(planned.length / 2)
  const first = await importSome(database, planned.slice(0, middle))
  return add(first, await importSome(database, planned.slice(middle)))
}

async function write(
  transaction: Transaction,
  planned: readonly PlannedServer[],
): Promise<ImportOutcome> {
  const oddities = new Oddities()
  const standing = await readStanding(
    transaction,
    planned.map(({ nameKey, baseUrl }) => ({ nameKey, url: baseUrl })),
  )
  const { servers, older, turnedBack } = decideImport(
    keepHeld(planned, standing, oddities),
    standing,
    oddities,
  )
  const rows = assignEndpoints(
    [...servers, ...(await planStored(transaction, turnedBack, oddities))],
    standing.endpoints,
    oddities,
  )
  const written = await upsertImported(transaction, rows)
  const others = [...older, ...turnedBack.map(({ server }) => server)]
  const versions = await upsertVersions(transaction, [...servers, ...others])
  await markLatest(transaction, rows)
  const documents = await refreshSearchDocuments(transaction, written.changedIds)
  const kept = planned.length - rows.length
  return {
    servers: addCounts(written.counts, { ...NO_COUNTS, unchanged: kept }),
    versions,
    documents,
    oddities: oddities.list(),
  }
}

/** Servers as the versions say to which they go back. */
async function planStored(
  transaction: Transaction,
  turnedBack: DecidedImport['turnedBack'],
  oddities: Oddities,
): Promise<PlannedServer[]> {
  const wanted = turnedBack.map(({ server, version }) => ({ nameKey: server.nameKey, version }))
  const stored = await readStored(transaction, wanted)
  return stored.map((version) => planServer([], version, oddities))
}

/** The classes of SQLSTATE in which the value is at fault, not the database: 22 and 54, and integrity (23). */
function isRefusedValue(error: unknown): boolean {
  return REFUSED_VALUES.some((code) => isErrorOf(error, code))
}

const REFUSED_VALUES = [
  '22P05',
  '22P02',
  '22021',
  '22001',
  '22007',
  '22008',
  '54000',
  '54001',
  '23514',
]

function add(a: ImportOutcome, b: ImportOutcome): ImportOutcome {
  return {
    servers: addCounts(a.servers, b.servers),
    versions: addCounts(a.versions, b.versions),
    documents: a.documents + b.documents,
    oddities: [...a.oddities, ...b.oddities],
  }
}
