import { Prisma, type Database } from '@toolgraph/database'
import type { DueDocument, VectorStore } from '../search/vectors.ts'

/** Of a long text, what it begins with; models read no more. */
const MAX_TEXT_CHARS = 2000
/** Between two looks for documents that have no row yet. */
const LOOK_EVERY_MS = 60_000

interface ClaimedRow {
  documentId: string
  fingerprint: string | null
  title: string
  description: string
  toolNames: string | null
  toolName: string | null
  toolTitle: string | null
  toolDescription: string | null
}

/** Keeps points in the table `SearchVector`. */
export function createVectorStore(database: Database): VectorStore {
  let lookedAt = -Infinity
  return {
    async claim(options) {
      const claimed = await claim(database, options)
      if (claimed.length > 0 || performance.now() - lookedAt < LOOK_EVERY_MS) return claimed
      const found = await enroll(database, options)
      // While there is more, there is no need to wait.
      if (found === 0) lookedAt = performance.now()
      return found === 0 ? [] : claim(database, options)
    },

    async keep(model, points) {
      await database.$query(Prisma.sql`
        UPDATE graph."SearchVector" v SET model = ${model}, fingerprint = made.fingerprint,
          vector = CASE WHEN made."isRefused" THEN NULL ELSE coalesce(decode(made.vector, 'hex'), v.vector) END,
          signature = CASE WHEN made."isRefused" THEN NULL ELSE coalesce(made.signature::varbit, v.signature) END,
          "leaseUntil" = NULL
        FROM unnest(${points.map(({ documentId }) => documentId)}::uuid[],
          ${points.map(({ fingerprint }) => fingerprint)}::text[],
          ${points.map(({ point }) => (typeof point === 'string' ? null : toHex(point)))}::text[],
          ${points.map(({ point }) => (typeof point === 'string' ? null : toSignature(point)))}::text[],
          ${points.map(({ point }) => point === 'refused')}::boolean[])
          AS made (id, fingerprint, vector, signature, "isRefused")
        WHERE v."documentId" = made.id`)
    },
  }
}

interface ClaimOptions {
  model: string
  limit: number
  leaseMs: number
}

/** Due, or left by a process that did not come back. A change meanwhile makes it due anew. */
async function claim(database: Database, { limit, leaseMs }: ClaimOptions): Promise<DueDocument[]> {
  const rows = await database.$query<ClaimedRow>(Prisma.sql`
    WITH claimed AS (
      UPDATE graph."SearchVector" SET "dueAt" = NULL,
        "leaseUntil" = now() + ${leaseMs}::int * interval '1 millisecond'
      WHERE "documentId" IN (SELECT "documentId" FROM graph."SearchVector"
        WHERE ("dueAt" IS NOT NULL AND "leaseUntil" IS NULL) OR "leaseUntil" <= now()
        ORDER BY "dueAt" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING "documentId", "serverId", "toolId", fingerprint
    )
    SELECT c."documentId", c.fingerprint, s.title, s.description, t.name AS "toolName",
      t.title AS "toolTitle", t.description AS "toolDescription",
      CASE WHEN c."toolId" IS NULL THEN (SELECT string_agg(o.name, ', ' ORDER BY o.position, o.name)
        FROM graph."McpTool" o WHERE o."serverId" = s.id) END AS "toolNames"
    FROM claimed c JOIN graph."McpServer" s ON s.id = c."serverId"
      LEFT JOIN graph."McpTool" t ON t.id = c."toolId"`)
  return rows.map((row) => {
    const { documentId, fingerprint } = row
    return { documentId, fingerprint, text: textOf(row).slice(0, MAX_TEXT_CHARS) }
  })
}

function textOf(row: ClaimedRow): string {
  const parts =
    row.toolName === null
      ? [row.title, row.description, row.toolNames]
      : [`${row.title}: ${row.toolTitle ?? row.toolName}`, row.toolDescription]
  return parts.filter(Boolean).join('\n')
}

/** Gives a row to documents that have none, those of most standing first, and makes those of other models due. */
async function enroll(database: Database, { model, limit }: ClaimOptions): Promise<number> {
  const servers = await database.$query(Prisma.sql`
    INSERT INTO graph."SearchVector" ("documentId", "serverId", "dueAt")
    SELECT d."serverId", d."serverId", now() FROM graph."SearchDocument" d
    WHERE NOT EXISTS (SELECT 1 FROM graph."SearchVector" v WHERE v."documentId" = d."serverId")
    ORDER BY d.standing DESC LIMIT ${limit}::int
    ON CONFLICT DO NOTHING RETURNING 1`)
  if (servers.length > 0) return servers.length
  const tools = await database.$query(Prisma.sql`
    INSERT INTO graph."SearchVector" ("documentId", "serverId", "toolId", "dueAt")
    SELECT d."toolId", d."serverId", d."toolId", now() FROM graph."ToolSearchDocument" d
    WHERE NOT EXISTS (SELECT 1 FROM graph."SearchVector" v WHERE v."documentId" = d."toolId")
    ORDER BY d.standing DESC LIMIT ${limit}::int
    ON CONFLICT DO NOTHING RETURNING 1`)
  if (tools.length > 0) return tools.length
  const others = await database.$query(Prisma.sql`
    UPDATE graph."SearchVector" SET "dueAt" = now()
    WHERE "documentId" IN (SELECT "documentId" FROM graph."SearchVector"
      WHERE model <> ${model} AND "dueAt" IS NULL AND "leaseUntil" IS NULL LIMIT ${limit}::int)
    RETURNING 1`)
  return others.length
}

function toHex(point: Float32Array): string {
  const bytes = new Uint8Array(point.buffer, point.byteOffset, point.byteLength)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** On which side of zero each dimension is: so much of a point is compared with all others. */
export function toSignature(point: Float32Array): string {
  return Array.from(point, (each) => (each > 0 ? '1' : '0')).join('')
}
