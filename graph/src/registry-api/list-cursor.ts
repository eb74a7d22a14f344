import * as z from 'zod'
import { readCursorText, toCursorText } from '../registry/cursor-text.ts'
import { isMoment } from '../registry/moment.ts'
import type { VersionFilter, VersionPosition } from '../registry/version-store.ts'

/** What a cursor carries: where its reader stands, and the conditions of the list. */
export interface ListCursor {
  readonly after: VersionPosition
  readonly filter: VersionFilter
}

const MAX_CURSOR_CHARS = 4096
const text = z.string().max(300)

const wireSchema = z.strictObject({
  n: text,
  v: text,
  q: text.optional(),
  w: text.optional(),
  u: z.string().refine(isMoment).optional(),
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
  return toCursorText(wire)
}

/** Reads a cursor back. It is not secret and not signed: it is asked again with the reader's own rights. */
export function parseListCursor(cursor: string): ListCursor | undefined {
  const { data } = wireSchema.safeParse(readCursorText(cursor, MAX_CURSOR_CHARS))
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
