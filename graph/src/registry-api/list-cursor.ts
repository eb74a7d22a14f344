import * as z from 'zod'
import type { VersionFilter, VersionPosition } from '../registry/version-store.ts'

/** What a cursor carries: where its reader stands, and the conditions of the list. */
export interface ListCursor {
  readonly after: VersionPosition
  readonly filter: VersionFilter
}

const text = z.string().max(300)

const wireSchema = z.strictObject({
  n: text,
  v: text,
  q: text.optional(),
  w: text.optional(),
  u: z.iso.datetime().optional(),
  d: z.literal(1).optional(),
})

/** Writes a cursor as text that stands in an address without encoding: some clients paste it as it is. */
export function toListCursor({ after, filter }: ListCursor): string {
  const { search, version, updatedSince, includeDeleted } = filter
  const wire: z.input<typeof wireSchema> = {
    n: after.name,
    v: after.version,
    q: search,
    w: version,
    u: updatedSince,
    d: includeDeleted ? 1 : undefined,
  }
  return toBase64Url(JSON.stringify(wire))
}

/** Reads a cursor back. It is not secret and not signed: it is asked again with the reader's own rights. */
export function parseListCursor(cursor: string): ListCursor | undefined {
  const { data } = wireSchema.safeParse(readWire(cursor))
  if (!data) return undefined
  return {
    after: { name: data.n, version: data.v },
    filter: {
      search: data.q,
      version: data.w,
      updatedSince: data.u,
      includeDeleted: data.d === 1,
    },
  }
}

function readWire(cursor: string): unknown {
  if (!/^[\w-]{1,4096}$/.test(cursor)) return undefined
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function toBase64Url(wire: string): string {
  const binary = Array.from(new TextEncoder().encode(wire), (byte) => String.fromCharCode(byte))
  return btoa(binary.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
