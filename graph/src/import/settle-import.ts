import { compareVersions, findLatest } from '@toolgraph/server-json'
import type { Oddities } from './oddity.ts'
import type { ImportedVersion } from './parse-record.ts'
import { planServer, type PlannedServer } from './plan-import.ts'

/** A server of that name that stands already. */
export interface StandingServer {
  nameKey: string
  version: string
  source: 'published' | 'imported' | 'catalog'
  baseUrl: string | null
}

/** A version of such a server. */
export interface StandingVersion {
  version: string
  status: ImportedVersion['status']
  statusMessage: string | null
  statusChangedAt: string | null
  publishedAt: string
  /** Whether an operator of this registry has given it its status. */
  isHeld: boolean
}

/** What stands before an import. */
export interface Standing {
  servers: ReadonlyMap<string, StandingServer>
  /** Name key → all versions of the server. */
  versions: ReadonlyMap<string, readonly StandingVersion[]>
  /** Endpoint → the name key of the server that has it. */
  endpoints: ReadonlyMap<string, string>
}

/** What an import will write, before endpoints are given. */
export interface DecidedImport {
  /** Servers whose row follows one of the versions that were given. */
  servers: PlannedServer[]
  /** Servers whose row stays: only the versions are written. */
  older: PlannedServer[]
  /** Servers whose row goes back to a version that stands already: what was the latest is deleted. */
  turnedBack: { server: PlannedServer; version: string }[]
}

/**
 * Gives versions back the status that an operator of this registry has given them. What comes of a server that an
 * operator has withdrawn is withdrawn with it.
 *
 * Pure: no I/O, no clock.
 */
export function keepHeld(
  planned: readonly PlannedServer[],
  { versions }: Pick<Standing, 'versions'>,
  oddities: Oddities,
): PlannedServer[] {
  return planned.map((server) => {
    const standing = versions.get(server.nameKey) ?? []
    const held = new Map(
      standing.filter(({ isHeld }) => isHeld).map((each) => [each.version, each]),
    )
    if (held.size === 0) return server
    const withdrawal = findWithdrawal(standing)
    const kept = server.versions.map((version) => {
      const decided = held.get(version.version) ?? withdrawal
      return decided ? hold(version, decided, oddities) : version
    })
    const latest = kept.find(({ version }) => version === server.version)
    return { ...server, versions: kept, status: latest?.status ?? server.status }
  })
}

/** The version that was withdrawn last, where all of them are. */
function findWithdrawal(standing: readonly StandingVersion[]): StandingVersion | undefined {
  if (!standing.every(({ isHeld, status }) => isHeld && status === 'deleted')) return undefined
  const at = ({ statusChangedAt }: StandingVersion) => statusChangedAt ?? ''
  return standing.reduce((last, next) => (at(next) > at(last) ? next : last))
}

function hold(
  version: ImportedVersion,
  { status, statusMessage, statusChangedAt }: StandingVersion,
  oddities: Oddities,
): ImportedVersion {
  if (version.status !== status) oddities.add('status_held', version.name, version.version)
  return {
    ...version,
    status,
    statusMessage: statusMessage ?? undefined,
    statusChangedAt: statusChangedAt ?? undefined,
    isHeld: true,
  }
}

/**
 * Decides what becomes of planned servers beside what stands: an owner's own server is left alone, and a server's row
 * follows its latest version, among all that it has then and that are not deleted.
 *
 * Pure: no I/O, no clock.
 */
export function decideImport(
  planned: readonly PlannedServer[],
  { servers, versions }: Omit<Standing, 'endpoints'>,
  oddities: Oddities,
): DecidedImport {
  const decided: DecidedImport = { servers: [], older: [], turnedBack: [] }
  for (const server of planned) {
    const known = servers.get(server.nameKey)
    if (known?.source === 'published') {
      oddities.add('published_here', server.name)
      continue
    }
    const latest = pickLatest(server, known?.version, versions.get(server.nameKey) ?? [])
    const given = server.versions.find(({ version }) => version === latest)
    if (given?.version === server.version) decided.servers.push(server)
    else if (given) decided.servers.push(planServer(server.versions, given, oddities))
    else if (latest === known?.version) decided.older.push(server)
    else decided.turnedBack.push({ server, version: latest })
  }
  return decided
}

/** A list that knows the version that stands decides itself which one is the latest; an older list turns nothing back. */
function pickLatest(
  server: PlannedServer,
  known: string | undefined,
  standing: readonly StandingVersion[],
): string {
  const given = new Map(server.versions.map((each) => [each.version, each]))
  const all = [...server.versions, ...standing.filter(({ version }) => !given.has(version))]
  const alive = all.filter(({ status }) => status !== 'deleted')
  const claims = server.versions.filter(
    ({ isLatest, status }) => isLatest === true && status !== 'deleted',
  )
  const [claim] = claims
  const rival = alive.find(({ version }) => version === known && !given.has(version))
  if (claim && claims.length === 1 && (!rival || compareVersions(claim, rival) >= 0))
    return claim.version
  return findLatest(alive.length > 0 ? alive : all)?.version ?? server.version
}

/**
 * Gives endpoints to the servers whose rows are written: each belongs to one server only.
 *
 * Pure: no I/O, no clock.
 */
export function assignEndpoints(
  servers: readonly PlannedServer[],
  endpoints: Standing['endpoints'],
  oddities: Oddities,
): PlannedServer[] {
  const written = new Map(servers.map((server) => [server.nameKey, server]))
  const holders = new Map<string, string>()
  for (const [url, nameKey] of endpoints) {
    // A holder that is itself rewritten holds on only if it still wants the endpoint.
    const next = written.get(nameKey)
    if (!next || next.baseUrl === url) holders.set(url, nameKey)
  }
  return servers.map((server) => {
    const { baseUrl, nameKey } = server
    if (baseUrl === null) return server
    const holder = holders.get(baseUrl)
    if (holder === undefined || holder === nameKey) {
      holders.set(baseUrl, nameKey)
      return server
    }
    oddities.add('address_taken', server.name, `of ${holder}`)
    return { ...server, baseUrl: null, transport: null }
  })
}
