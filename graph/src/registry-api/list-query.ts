import { parseMoment } from '../registry/moment.ts'
import type { VersionFilter, VersionPosition, VersionQuery } from '../registry/version-store.ts'
import { parseListCursor } from './list-cursor.ts'
import { parameterInvalid } from './problem.ts'

const DEFAULT_LIMIT = 30
const MAX_LIMIT = 100

/** What a list was asked for. */
export interface ListQuery extends VersionQuery {
  /** The conditions alone: what the next cursor carries on. */
  readonly filter: VersionFilter
}

/**
 * Reads the query of a list and joins it with its cursor: a client that follows a cursor and drops what it searched
 * for goes on in the same list. What the query itself says counts before the cursor.
 *
 * Pure: no I/O, no clock.
 *
 * @throws ApiError
 */
export function parseListQuery(params: URLSearchParams): ListQuery {
  const cursor = params.get('cursor')
  const from = cursor ? readCursor(cursor) : undefined
  const updatedSince = readMoment(params) ?? from?.filter.updatedSince
  const explicit = readFlag(params, 'include_deleted')
  if (updatedSince !== undefined && explicit === false)
    throw parameterInvalid(
      400,
      'include_deleted',
      'must not be false together with "updated_since", which always tells what was deleted',
    )
  const filter: VersionFilter = {
    search: params.get('search') || from?.filter.search,
    version: params.get('version') || from?.filter.version,
    updatedSince,
    includeDeleted:
      updatedSince !== undefined || (explicit ?? from?.filter.includeDeleted ?? false),
  }
  return { ...filter, filter, after: from?.after, limit: readLimit(params) }
}

/** Whether deleted versions are asked for. */
export function readIncludeDeleted(params: URLSearchParams): boolean {
  return readFlag(params, 'include_deleted') ?? false
}

function readCursor(text: string): { after: VersionPosition; filter: VersionFilter } {
  const cursor = parseListCursor(text)
  if (!cursor) throw parameterInvalid(400, 'cursor', 'is not one that this registry gave')
  return cursor
}

function readLimit(params: URLSearchParams): number {
  const text = params.get('limit')
  if (!text) return DEFAULT_LIMIT
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MAX_LIMIT) return limit
  throw parameterInvalid(422, 'limit', `must be a whole number from 1 to ${MAX_LIMIT}`)
}

/** RFC 3339; a `+` that was not encoded arrives as a blank. */
function readMoment(params: URLSearchParams): string | undefined {
  const text = params.get('updated_since')?.replace(' ', '+')
  if (!text) return undefined
  const moment = parseMoment(text)
  if (moment) return moment.toISOString()
  throw parameterInvalid(
    400,
    'updated_since',
    'must be an RFC 3339 moment, such as "2025-08-07T13:15:04.280Z"',
  )
}

function readFlag(params: URLSearchParams, name: string): boolean | undefined {
  const text = params.get(name)
  if (!text) return undefined
  if (/^(?:true|1)$/i.test(text)) return true
  if (/^(?:false|0)$/i.test(text)) return false
  throw parameterInvalid(422, name, 'must be "true" or "false"')
}
