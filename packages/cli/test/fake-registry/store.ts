import { findLatest } from '@toolgraph/server-json'

/** One version of a server at the fake registry. */
export interface Entry {
  server: Record<string, unknown> & { name: string; version: string }
  status: 'active' | 'deprecated' | 'deleted'
  statusMessage?: string | undefined
  publishedAt: string
  updatedAt: string
  statusChangedAt: string
  isLatest: boolean
}

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'
const WORDS = ['weather', 'maps', 'notes', 'mail', 'files', 'search', 'music', 'ledger']

/** What the fake registry lists in the beginning: 32 servers, one of four with three versions. */
export function createEntries(): Entry[] {
  const entries = Array.from({ length: 32 }, (_, index) => {
    const name = `com.vendor-${index % 5}/${WORDS[index % 8]}-${index}`
    const versions = index % 4 === 1 ? ['1.9.0', '1.10.0', '1.2.0'] : [`1.0.${index % 3}`]
    return versions.map((version, nth) =>
      createEntry(
        { $schema: SCHEMA, name, description: `Serves ${name}`, version },
        index * 10 + nth,
      ),
    )
  }).flat()
  for (const name of new Set(entries.map(({ server }) => server.name))) markLatest(entries, name)
  return entries
}

/** One new entry, published so many minutes after the beginning. */
export function createEntry(server: Entry['server'], minutes: number): Entry {
  const date = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString()
  const dates = { publishedAt: date, updatedAt: date, statusChangedAt: date }
  return { server, status: 'active', ...dates, isLatest: false }
}

/** Marks the latest version of a server: by the rule, and of those that are not deleted. */
export function markLatest(entries: readonly Entry[], name: string): void {
  const own = entries.filter(({ server }) => server.name === name)
  const dated = own.map((entry) => ({ entry, version: entry.server.version, ...entry }))
  const standing = dated.filter(({ status }) => status !== 'deleted')
  const latest = findLatest(standing.length > 0 ? standing : dated)?.entry
  for (const entry of own) entry.isLatest = entry === latest
}

/** As the API tells it. */
export function toResponse(entry: Entry) {
  const { server, status, statusMessage, publishedAt, updatedAt, statusChangedAt, isLatest } = entry
  const official = {
    status,
    ...(statusMessage === undefined ? {} : { statusMessage }),
    statusChangedAt,
    publishedAt,
    updatedAt,
    isLatest,
  }
  return { server, _meta: { 'io.modelcontextprotocol.registry/official': official } }
}
