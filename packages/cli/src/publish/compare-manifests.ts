import type { Manifest } from '@toolgraph/worker'

/** A place whose value changed. What was not there before, or is no more, is `undefined`. */
export interface Change {
  /** With dots: `inputSchema.properties.city.description`. */
  readonly place: string
  readonly before: unknown
  readonly after: unknown
}

/** What happened to things that have names. */
export interface NamedChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly name: string; readonly changes: readonly Change[] }[]
}

/** What a publication would change. */
export interface Difference {
  /** Nothing of this name is listed yet. */
  readonly isNew: boolean
  readonly server: readonly Change[]
  readonly tools: NamedChanges
  readonly scopes: NamedChanges
}

/** A manifest as a graph lists it: whatever its rules were when it was published. */
export type ListedManifest = Readonly<Record<string, unknown>>

/**
 * Compares what is listed with what would be published.
 *
 * Pure: no I/O, no clock.
 */
export function compareManifests(
  listed: ListedManifest | undefined,
  manifest: Manifest,
): Difference {
  const { tools: oldTools, scopes: oldScopes, ...old } = listed ?? {}
  const { tools, scopes, ...server } = manifest
  return {
    isNew: listed === undefined,
    server: changesOf(withOneUrl(old), withOneUrl({ ...server }), ''),
    tools: compareNamed(oldTools, tools),
    scopes: compareNamed(oldScopes, scopes),
  }
}

/** Whether there is anything to publish. */
export function isDifferent({ isNew, server, tools, scopes }: Difference): boolean {
  return isNew || server.length > 0 || [tools, scopes].some((named) => sizeOf(named) > 0)
}

/** Whether the change is one that a version never sees: texts and icons may change, what tools are may not. */
export function needsNewVersion({ isNew, server, tools, scopes }: Difference): boolean {
  if (isNew || server.some(({ place }) => place === 'version')) return false
  const isFixed = ({ place }: Change) => !/^(?:translations|icons)\b/.test(place)
  return (
    tools.added.length + tools.removed.length + scopes.added.length + scopes.removed.length > 0 ||
    tools.changed.some(({ changes }) => changes.some(isFixed))
  )
}

function sizeOf({ added, removed, changed }: NamedChanges): number {
  return added.length + removed.length + changed.length
}

function compareNamed(before: unknown, after: readonly { name: string }[]): NamedChanges {
  const old = new Map((Array.isArray(before) ? before : []).map((item) => [nameOf(item), item]))
  const now = new Map(after.map((item) => [item.name, item]))
  const changed = after
    .filter(({ name }) => old.has(name))
    .map((item) => ({ name: item.name, changes: changesOf(old.get(item.name), item, '') }))
  return {
    added: after.map(({ name }) => name).filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: changed.filter(({ changes }) => changes.length > 0),
  }
}

/** The changes of a value, at the deepest places that both sides have. */
function changesOf(before: unknown, after: unknown, place: string): Change[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) =>
      changesOf(before[key], after[key], place === '' ? key : `${place}.${key}`),
    )
  }
  return toText(before) === toText(after) ? [] : [{ place, before, after }]
}

/** Equal values are equal texts; a graph leaves out what is empty, and trims. */
function toText(value: unknown): string {
  const plain = (_key: string, inner: unknown): unknown => {
    if (typeof inner === 'string') return inner.trim()
    if (inner === null) return undefined
    return isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  }
  const text = JSON.stringify(value, plain) ?? ''
  return /^(?:\[\]|\{\})$/.test(text) ? '' : text
}

/** One spelling of an address, which is how a graph keeps it. */
function withOneUrl(server: ListedManifest): ListedManifest {
  const { url } = server
  if (typeof url !== 'string' || !URL.canParse(url)) return server
  const { href } = new URL(url)
  return { ...server, url: url.endsWith('/') ? href : href.replace(/\/$/, '') }
}

function nameOf(item: unknown): string {
  return isRecord(item) ? String(item['name']) : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
