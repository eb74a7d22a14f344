import { validateServerJson, type ServerJsonIssue } from '@toolgraph/server-json'
import { createEntries, markLatest, type Entry } from './store.ts'

/** How a page was asked for. */
export interface Filters {
  readonly search?: string | undefined
  readonly version?: string | undefined
  readonly since?: string | undefined
  readonly includeDeleted: boolean
}

/** Where a list goes on. */
export interface CursorState extends Filters {
  readonly after: string
}

/** What the fake registry does, each in a way that a test can replace. */
export interface Behavior {
  createEntries(): Entry[]
  /** `undefined`: refused. */
  toLimit(text: string | null): number | undefined
  writeCursor(state: CursorState): string
  /** `undefined`: refused. */
  readCursor(text: string): CursorState | undefined
  /** Which filters count: those of the cursor, or those of the request. */
  continueWith(cursor: CursorState, asked: Filters): Filters
  isDate(text: string): boolean
  matches(entry: Entry, search: string): boolean
  hasVersion(entry: Entry, version: string): boolean
  isSince(entry: Entry, since: string): boolean
  isShown(entry: Entry, includeDeleted: boolean): boolean
  isLast(position: number, total: number): boolean
  sortVersions(entries: Entry[]): Entry[]
  markLatest(entries: readonly Entry[], name: string): void
  findVersion(entries: readonly Entry[], version: string): Entry | undefined
  isKnown(token: string | undefined): boolean
  mayWrite(name: string): boolean
  check(manifest: unknown): readonly ServerJsonIssue[]
  keep(manifest: Entry['server']): Entry['server']
  isTaken(entries: readonly Entry[], manifest: Entry['server']): boolean
  setStatus(entry: Entry, status: Entry['status'], message: string | undefined): void
  isStatusAllowed(entry: Entry, body: Record<string, unknown>): boolean
  edits(path: { name: string; version: string }, manifest: Entry['server']): boolean
  proves(body: Record<string, unknown>): boolean
  /** Has the last word on each answer. */
  answer(request: Request, response: Response): Response | Promise<Response>
}

const PUBLISHER = 'io.modelcontextprotocol.registry/publisher-provided'
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** What a registry does that keeps to everything. */
export const RIGHT: Behavior = {
  createEntries,
  toLimit(text) {
    if (text === null) return 30
    const limit = /^\d+$/.test(text) ? Number(text) : 0
    return limit >= 1 && limit <= 100 ? limit : undefined
  },
  writeCursor: (state) => Buffer.from(JSON.stringify(state)).toString('base64url'),
  readCursor(text) {
    try {
      return JSON.parse(Buffer.from(text, 'base64url').toString())
    } catch {
      return undefined
    }
  },
  continueWith: (cursor) => cursor,
  isDate: (text) => RFC_3339.test(text) && !Number.isNaN(Date.parse(text)),
  matches: ({ server }, search) => server.name.toLowerCase().includes(search.toLowerCase()),
  hasVersion: (entry, version) =>
    version === 'latest' ? entry.isLatest : entry.server.version === version,
  isSince: (entry, since) => Date.parse(entry.updatedAt) >= Date.parse(since),
  isShown: (entry, includeDeleted) => includeDeleted || entry.status !== 'deleted',
  isLast: (position, total) => position >= total,
  sortVersions: (entries) => entries.toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1)),
  markLatest,
  findVersion: (entries, version) => entries.find((entry) => RIGHT.hasVersion(entry, version)),
  isKnown: (token) => token === 'right',
  mayWrite: (name) => name.startsWith('com.tester/'),
  check: (manifest) =>
    validateServerJson(manifest).issues.filter(({ severity }) => severity === 'error'),
  keep({ _meta, ...server }) {
    const own = Object(_meta)[PUBLISHER]
    return own === undefined ? server : { ...server, _meta: { [PUBLISHER]: own } }
  },
  isTaken(entries, manifest) {
    const urls = urlsOf(manifest)
    return entries.some(
      ({ server }) =>
        (server.name === manifest.name && server.version === manifest.version) ||
        (server.name !== manifest.name && urlsOf(server).some((url) => urls.includes(url))),
    )
  },
  setStatus(entry, status, message) {
    entry.status = status
    entry.statusMessage = message
  },
  isStatusAllowed(entry, { status, statusMessage }) {
    const isKnown = ['active', 'deprecated', 'deleted'].includes(String(status))
    const isFitting =
      statusMessage === undefined || (status !== 'active' && String(statusMessage).length <= 500)
    return isKnown && isFitting && status !== entry.status
  },
  edits: ({ name, version }, manifest) => manifest.name === name && manifest.version === version,
  proves: () => false,
  answer: (_, response) => response,
}

function urlsOf({ remotes }: Entry['server']): unknown[] {
  return Array.isArray(remotes) ? remotes.map((remote) => Object(remote).url) : []
}
