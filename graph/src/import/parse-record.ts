import { isSemantic } from '@toolgraph/server-json'
import { isMoment } from '../registry/moment.ts'
import type { Oddities } from './oddity.ts'

/** The official registry's own part of a record's `_meta`. */
export const OFFICIAL_META = 'io.modelcontextprotocol.registry/official'

/** What a registry of our own kind says of a server: it says so of the server as it sees it, and so do we. */
export const OUR_META = 'dev.toolgraph/registry'

type Json = Record<string, unknown>

/** One version of a server, as a registry lists it. */
export interface ImportedVersion {
  name: string
  version: string
  status: 'active' | 'deprecated' | 'deleted'
  /** As the registry wrote them: a `Date` would lose the microseconds. */
  publishedAt: string | undefined
  updatedAt: string | undefined
  statusChangedAt: string | undefined
  /** Why it is deprecated or deleted. */
  statusMessage: string | undefined
  isLatest: boolean | undefined
  /** Whether an operator of this registry has given it its status (default: no) */
  isHeld?: boolean
  /** The `server.json`, whole. */
  manifest: Json
  /** What stood beside it, whole. */
  meta: Json
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]\/[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/
const MAX_NAME_CHARS = 200
const MAX_VERSION_CHARS = 255
const MAX_MESSAGE_CHARS = 500

/**
 * Reads one record of a registry, forgiving all that can be forgiven. `undefined`: there is nothing to keep.
 *
 * Pure: no I/O, no clock.
 *
 * @param place Where it stood, for records without a name
 */
export function parseRecord(
  record: unknown,
  place: string,
  oddities: Oddities,
): ImportedVersion | undefined {
  const whole = removeUnstorable(record)
  if (!isJson(whole.value)) return void oddities.add('record_unreadable', place)
  // Older dumps list the bare manifest, without an envelope.
  const { server = whole.value, _meta: meta } = whole.value
  if (!isJson(server)) return void oddities.add('record_unreadable', place)

  const name = textOf(server['name'], MAX_NAME_CHARS)
  if (name === '') return void oddities.add('name_missing', place)
  if (whole.isChanged) oddities.add('characters_removed', name)
  if (!NAME.test(name)) oddities.add('name_invalid', name)
  const version = textOf(server['version'], MAX_VERSION_CHARS)
  if (version === '') return void oddities.add('version_missing', name)
  if (!isSemantic(version)) oddities.add('version_not_semantic', name, version)

  noteContents(server, name, oddities)
  const isEnveloped = server !== whole.value
  const { [OUR_META]: _ours, ...outer } = isEnveloped && isJson(meta) ? meta : {}
  return { name, version, manifest: server, meta: outer, ...readOfficial(outer, name, oddities) }
}

function noteContents(server: Json, name: string, oddities: Oddities): void {
  if (textOf(server['description']) === '') oddities.add('description_missing', name)
  const { repository } = server
  if (isJson(repository) && Object.keys(repository).length === 0) {
    oddities.add('repository_empty', name)
  } else if (repository !== undefined && repository !== null && repositoryUrlOf(server) === null) {
    oddities.add('repository_invalid', name)
  }
  if (listOf(server['remotes']).length === 0 && listOf(server['packages']).length === 0) {
    oddities.add('nothing_to_reach', name)
  }
}

function readOfficial(meta: Json, name: string, oddities: Oddities) {
  const official = isJson(meta[OFFICIAL_META]) ? meta[OFFICIAL_META] : {}
  const said = official['status'] ?? 'active'
  const isKnown = said === 'active' || said === 'deprecated' || said === 'deleted'
  if (!isKnown) oddities.add('status_unknown', name, textOf(said, 40))
  const status: ImportedVersion['status'] = isKnown ? said : 'active'
  const publishedAt = dateOf(official['publishedAt'])
  if (publishedAt === undefined) oddities.add('date_invalid', name)
  const { isLatest } = official
  return {
    status,
    publishedAt,
    updatedAt: dateOf(official['updatedAt']) ?? publishedAt,
    statusChangedAt: dateOf(official['statusChangedAt']),
    statusMessage: textOf(official['statusMessage'], MAX_MESSAGE_CHARS) || undefined,
    isLatest: typeof isLatest === 'boolean' ? isLatest : undefined,
  }
}

/** The repository's web address; `null` for none. */
export function repositoryUrlOf(server: Json): string | null {
  const { repository } = server
  return isJson(repository) ? webAddress(repository['url']) : null
}

/** An address for a browser; `null` for anything else. */
export function webAddress(value: unknown): string | null {
  const text = textOf(value, 2000)
  if (!URL.canParse(text)) return null
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' ? text : null
}

/** Blanks, control characters, and marks that make text read in another direction than it is written. */
const UNSEEN = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** One line of text without what cannot be seen, cut to a length; empty for anything else. */
export function textOf(value: unknown, max = 20_000): string {
  if (typeof value !== 'string') return ''
  return value.replace(UNSEEN, ' ').trim().slice(0, max).toWellFormed()
}

/** The objects of a list; empty for anything else. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** Tells a JSON object from everything else. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function dateOf(value: unknown): string | undefined {
  return typeof value === 'string' && isMoment(value) ? value : undefined
}

/** Postgres stores neither U+0000 nor half of a surrogate pair. */
function removeUnstorable(record: unknown): { value: unknown; isChanged: boolean } {
  const before = write(record)
  // Escapes for what cannot stand in JSON by itself: only these need a second look.
  if (before === undefined) return { value: undefined, isChanged: true }
  if (!/\\u(?:0000|d[89a-f])/i.test(before)) return { value: record, isChanged: false }
  const value = clean(record)
  return { value, isChanged: write(value) !== before }
}

/** Something nested so deeply that it cannot be written is nothing that can be kept. */
function write(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed()
  if (Array.isArray(value)) return value.map(clean)
  if (!isJson(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]))
}
