import { Prisma, type Database } from '@toolgraph/database'
import type { Candidate } from '../search/search-index.ts'
import {
  TextsRefused,
  type Embeddings,
  type Near,
  type NearRequest,
  type Vectors,
} from '../search/vectors.ts'
import { filterConditions } from './search-conditions.ts'
import { toSignature } from './vector-store.ts'
import { visibleServersSql } from './visible-to.ts'

/** What is slower than this is not waited for. */
const QUERY_TIMEOUT_MS = 800
/** Who reads on asks the same again. */
const KEPT_MS = 5 * 60_000
const MAX_KEPT = 500
/** After a failure the model is left alone for a while: a search must not wait for it each time. */
const PAUSE_MS = 10_000
/** The nearest by their signatures, which are then compared in full. */
const ROUGHLY_NEAREST = 60
/** So many of them that no word has found become results. */
const MAX_OTHERS = 20

/**
 * Creates the second opinion of a search on the table `SearchVector`. All documents are compared by one bit a dimension,
 * which Postgres does for some hundred thousand of them in less time than a person notices.
 *
 * @param onError Hears of a model that does not answer
 */
export function createVectors(
  database: Database,
  embeddings: Embeddings,
  onError: (error: unknown) => void,
): Vectors {
  const points = new QueryPoints(embeddings, onError)
  return {
    async near(request) {
      const point = await points.of(request.text)
      return point && near(database, embeddings.model, point, request)
    },
  }
}

/** The points of what was asked lately. */
class QueryPoints {
  readonly #embeddings: Embeddings
  readonly #onError: (error: unknown) => void
  readonly #kept = new Map<string, { at: number; point: Float32Array }>()
  #pausedUntil = -Infinity

  constructor(embeddings: Embeddings, onError: (error: unknown) => void) {
    this.#embeddings = embeddings
    this.#onError = onError
  }

  async of(text: string): Promise<Float32Array | undefined> {
    const kept = this.#kept.get(text)
    if (kept && performance.now() - kept.at < KEPT_MS) return kept.point
    if (performance.now() < this.#pausedUntil) return undefined
    try {
      const [point] = await this.#embeddings.embed([text], { timeoutMs: QUERY_TIMEOUT_MS })
      if (point) this.#keep(text, point)
      return point
    } catch (error) {
      // One wish that the model does not take says nothing of the next.
      if (error instanceof TextsRefused) return undefined
      this.#pausedUntil = performance.now() + PAUSE_MS
      this.#onError(error)
      return undefined
    }
  }

  #keep(text: string, point: Float32Array): void {
    this.#kept.delete(text)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(text, { at: performance.now(), point })
  }
}

interface PointRow {
  id: string
  vector: Uint8Array
}

async function near(
  database: Database,
  model: string,
  point: Float32Array,
  request: NearRequest,
): Promise<Near> {
  const candidateIds = [...request.candidateIds]
  const [found, nearest] = await Promise.all([
    database.$query<PointRow>(Prisma.sql`
      SELECT "documentId" AS id, vector FROM graph."SearchVector"
      WHERE "documentId" = ANY(${candidateIds}::uuid[]) AND model = ${model} AND vector IS NOT NULL`),
    database.$query<PointRow & Omit<Candidate, 'strengths'>>(nearestSql(model, point, request)),
  ])
  const known = new Set(candidateIds)
  const others = nearest
    .filter(({ id }) => !known.has(id))
    .map(({ vector, ...candidate }) => ({ nearness: compare(point, vector), candidate }))
    .sort((a, b) => b.nearness - a.nearness)
    .slice(0, MAX_OTHERS)
  const nearness = new Map(found.map(({ id, vector }) => [id, compare(point, vector)]))
  for (const other of others) nearness.set(other.candidate.id, other.nearness)
  return {
    nearness,
    others: others.map(({ candidate }) => ({ ...candidate, strengths: [] })),
  }
}

function nearestSql(
  model: string,
  point: Float32Array,
  { kind, viewer, filter }: NearRequest,
): Prisma.Sql {
  const isTool = kind === 'tool'
  const { fixed, categories, health, auth } = filterConditions(filter)
  const title = isTool ? Prisma.sql`coalesce(t.title, t.name)` : Prisma.sql`s.title`
  return Prisma.sql`
    SELECT v."documentId" AS id, v.vector, s.id AS "serverId", s."nameKey" AS "serverName",
      ${title} AS title, ${isTool ? Prisma.sql`t.name` : Prisma.sql`NULL`} AS "toolName",
      s."healthState"::text AS health, s.status::text AS status, s.source::text AS source,
      s."linkCount", s."baseUrl" IS NOT NULL AS "isRemote", s."isVerified"
    FROM graph."SearchVector" v JOIN graph."McpServer" s ON s.id = v."serverId"
      ${isTool ? Prisma.sql`JOIN graph."McpTool" t ON t.id = v."toolId"` : Prisma.empty}
    WHERE v.model = ${model} AND v."toolId" IS ${isTool ? Prisma.sql`NOT NULL` : Prisma.sql`NULL`}
      AND length(v.signature) = ${point.length}::int
      AND ${visibleServersSql(viewer)} AND ${fixed} AND ${categories} AND ${health} AND ${auth}
    ORDER BY bit_count(v.signature # ${toSignature(point)}::varbit), v."documentId"
    LIMIT ${ROUGHLY_NEAREST}::int`
}

/** The cosine of the angle between two points; a point of another size is on the other side of everything. */
function compare(point: Float32Array, bytes: Uint8Array): number {
  if (bytes.byteLength !== point.byteLength) return -1
  const other = new Float32Array(bytes.slice().buffer)
  return point.reduce((sum, each, at) => sum + each * (other[at] ?? 0), 0)
}
