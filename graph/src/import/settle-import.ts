import { compareVersions } from '@toolgraph/server-json'
import type { Oddities } from './oddity.ts'
import type { PlannedServer } from './plan-import.ts'

/** A server of that name that stands already. */
export interface StandingServer {
  nameKey: string
  version: string
  publishedAt: string
  source: 'published' | 'imported' | 'catalog'
  baseUrl: string | null
}

/** What stands before an import. */
export interface Standing {
  servers: ReadonlyMap<string, StandingServer>
  /** Endpoint → the name key of the server that has it. */
  endpoints: ReadonlyMap<string, string>
}

/** What an import will write. */
export interface SettledImport {
  /** Servers whose row and versions are written. */
  servers: PlannedServer[]
  /** Servers that stand in a later version: only the missing older versions are written. */
  older: PlannedServer[]
}

/**
 * Fits planned servers into what stands: an owner's own server is left alone, a later version is not turned back, and
 * an endpoint belongs to one server only.
 *
 * Pure: no I/O, no clock.
 */
export function settleImport(
  planned: readonly PlannedServer[],
  standing: Standing,
  oddities: Oddities,
): SettledImport {
  const free = planned.filter((server) => {
    const isPublished = standing.servers.get(server.nameKey)?.source === 'published'
    if (isPublished) oddities.add('published_here', server.name)
    return !isPublished
  })
  const older = free.filter((server) => isOlder(server, standing.servers.get(server.nameKey)))
  const written = free.filter((server) => !older.includes(server))
  return { servers: assignEndpoints(written, standing, oddities), older }
}

/** A list that knows the standing version decides itself which one is the latest. */
function isOlder(server: PlannedServer, known: StandingServer | undefined): boolean {
  if (!known || server.versions.some(({ version }) => version === known.version)) return false
  return compareVersions(known, server) > 0
}

function assignEndpoints(
  servers: readonly PlannedServer[],
  standing: Standing,
  oddities: Oddities,
): PlannedServer[] {
  const written = new Map(servers.map((server) => [server.nameKey, server]))
  const holders = new Map<string, string>()
  for (const [url, nameKey] of standing.endpoints) {
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
