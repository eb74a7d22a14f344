import * as z from 'zod'
import type { GraphContext } from '../../context.ts'
import {
  auditFilterSchema,
  auditRecordSchema,
  type AuditFilter,
  type AuditRecord,
} from '../../ownership/audit-record.ts'
import { exportAudit } from '../../ownership/export-audit.ts'
import { defineRoute, type RestAnswer } from '../route.ts'

const querySchema = auditFilterSchema.extend({
  format: z
    .enum(['ndjson', 'json'])
    .default('ndjson')
    .describe('A record on each line, or one list'),
})

const answers = {
  200: {
    description: 'All changes that fit, newest first: a record on each line, or one list',
    schema: z.array(auditRecordSchema),
  },
}

export const exportAuditRoute = defineRoute({
  method: 'get',
  path: '/registry/owners/{id}/audit',
  operationId: 'exportAudit',
  summary: 'The audit log of an owner, whole, for its owners and admins.',
  scope: 'owners:read',
  params: { id: 'The id of a person or an organization' },
  query: querySchema,
  answers,
  answer: ({ context, params: { id: ownerId = '' }, query: { format, ...filter } }) =>
    toAnswer(context, { ownerId, filter, format }),
})

export const exportWholeAuditRoute = defineRoute({
  method: 'get',
  path: '/registry/audit',
  operationId: 'exportWholeAudit',
  summary: 'The audit log of the whole registry, for its operators.',
  scope: 'owners:read',
  query: querySchema,
  answers,
  answer: ({ context, query: { format, ...filter } }) => toAnswer(context, { filter, format }),
})

interface Export {
  ownerId?: string
  filter: AuditFilter
  format: 'ndjson' | 'json'
}

async function toAnswer(
  context: GraphContext,
  { format, ...request }: Export,
): Promise<RestAnswer> {
  const pages = exportAudit(context, request)
  // The first page is read before there is an answer: a refusal is still one.
  const first = await pages.next()
  const { type, write } = FORMATS[format]
  const texts = write(first.value ?? [], pages)
  return {
    status: 200,
    body: toStream(texts),
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="audit.${format}"`,
    },
  }
}

/** Reads on only as fast as somebody takes it. */
function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await texts.return(undefined)
    },
  })
}

type Pages = AsyncIterable<readonly AuditRecord[]>

const FORMATS = {
  ndjson: { type: 'application/x-ndjson', write: writeLines },
  json: { type: 'application/json', write: writeList },
} as const

async function* writeLines(first: readonly AuditRecord[], pages: Pages): AsyncGenerator<string> {
  yield toLines(first)
  for await (const page of pages) yield toLines(page)
}

function toLines(page: readonly AuditRecord[]): string {
  return page.map((record) => `${JSON.stringify(record)}\n`).join('')
}

async function* writeList(first: readonly AuditRecord[], pages: Pages): AsyncGenerator<string> {
  yield `[${first.map((record) => JSON.stringify(record)).join(',')}`
  for await (const page of pages) yield page.map((record) => `,${JSON.stringify(record)}`).join('')
  yield ']'
}
