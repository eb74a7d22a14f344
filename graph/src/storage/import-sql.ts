import { Prisma, type Transaction } from '@toolgraph/database'
import type { Counts } from '../import/describe-import.ts'
import type { PlannedServer } from '../import/plan-import.ts'

/** What writing server rows did. */
export interface WrittenServers {
  counts: Counts
  /** New and changed ones. */
  changedIds: string[]
}

/** The columns that a registry's facts fill. */
const FACTS = Prisma.raw(
  `"version", "baseUrl", "transport", "websiteUrl", "repositoryUrl", "iconUrl", "status", "publishedAt"`,
)

/**
 * Writes imported servers. Of a server of our own catalog only the facts are renewed, its words stay; an owner's
 * server is never touched.
 */
export async function upsertImported(
  transaction: Transaction,
  servers: readonly PlannedServer[],
): Promise<WrittenServers> {
  // What a record leaves out must be null, not absent; versions are written by themselves.
  const rows = servers.map((server) => ({
    ...server,
    versions: [],
    publishedAt: server.publishedAt ?? null,
  }))
  await releaseEndpoints(transaction, rows)
  const written = await transaction.$queryRaw<WrittenRow[]>`
    WITH given AS (
      SELECT g.*, s.id AS known_id, s.source AS known_source,
        coalesce(g."publishedAt", s."publishedAt", now())::timestamptz(3) AS published
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (name text, "nameKey" text,
        title text, description text, version text, "baseUrl" text, transport text,
        "websiteUrl" text, "repositoryUrl" text, "iconUrl" text, tags text[], categories text[],
        status graph."ServerStatus", "publishedAt" timestamptz)
      LEFT JOIN graph."McpServer" s ON s."nameKey" = g."nameKey"
    ), inserted AS (
      INSERT INTO graph."McpServer" (id, name, "nameKey", title, description, tags, categories,
        source, ${FACTS})
      SELECT gen_random_uuid(), name, "nameKey", title, description, tags, categories,
        'imported', version, "baseUrl", transport, "websiteUrl", "repositoryUrl", "iconUrl", status,
        published
      FROM given WHERE known_id IS NULL RETURNING id
    ), updated AS (
      UPDATE graph."McpServer" s SET
        title = w.title, description = w.description, tags = w.tags, categories = w.categories,
        version = g.version, "baseUrl" = g."baseUrl", transport = g.transport,
        "websiteUrl" = g."websiteUrl", "repositoryUrl" = g."repositoryUrl", "iconUrl" = g."iconUrl",
        status = g.status, "publishedAt" = g.published, "updatedAt" = now()
      FROM given g, LATERAL (
        SELECT own.title, own.description, own.tags, own.categories
        FROM graph."McpServer" own WHERE own.id = g.known_id AND g.known_source = 'catalog'
        UNION ALL
        SELECT g.title, g.description, g.tags, g.categories WHERE g.known_source = 'imported'
      ) w
      WHERE s.id = g.known_id
        AND (s.title, s.description, s.tags, s.categories, s.version, s."baseUrl", s.transport,
          s."websiteUrl", s."repositoryUrl", s."iconUrl", s.status, s."publishedAt")
          IS DISTINCT FROM (w.title, w.description, w.tags, w.categories, g.version, g."baseUrl",
          g.transport, g."websiteUrl", g."repositoryUrl", g."iconUrl", g.status, g.published)
      RETURNING s.id
    )
    SELECT id, true AS "isNew" FROM inserted UNION ALL SELECT id, false FROM updated`
  return toWritten(written, servers.length)
}

interface WrittenRow {
  id: string
  isNew: boolean
}

/** Sums up what a statement returned. */
export function toWritten(rows: readonly WrittenRow[], total: number): WrittenServers {
  const added = rows.filter(({ isNew }) => isNew).length
  return {
    counts: { added, changed: rows.length - added, unchanged: total - rows.length },
    changedIds: rows.map(({ id }) => id),
  }
}

/** Two servers may swap endpoints in one import: each lets go before the other takes. */
export async function releaseEndpoints(
  transaction: Transaction,
  rows: readonly { nameKey: string; baseUrl: string | null }[],
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServer" s SET "baseUrl" = NULL
    FROM unnest(${rows.map(({ nameKey }) => nameKey)}::text[],
      ${rows.map(({ baseUrl }) => baseUrl ?? '')}::text[]) AS g (key, url)
    WHERE s."nameKey" = g.key AND s."baseUrl" <> g.url AND s.source <> 'published'`
}

/** Writes all versions of these servers, each manifest whole. */
export async function upsertVersions(
  transaction: Transaction,
  servers: readonly PlannedServer[],
): Promise<Counts> {
  const rows = servers.flatMap(({ nameKey, versions }) =>
    versions.map(({ name: _name, isLatest: _isLatest, ...version }) => ({
      nameKey,
      ...version,
      publishedAt: version.publishedAt ?? null,
      updatedAt: version.updatedAt ?? null,
      statusChangedAt: version.statusChangedAt ?? null,
      statusMessage: version.statusMessage ?? null,
      isHeld: version.isHeld ?? false,
    })),
  )
  const written = await transaction.$queryRaw<{ isNew: boolean }[]>`
    INSERT INTO graph."McpServerVersion" AS v (id, "serverId", version, status, manifest, meta,
      "isLatest", "isHeld", "statusMessage", "statusChangedAt", "publishedAt", "updatedAt")
    SELECT gen_random_uuid(), s.id, g.version, g.status, g.manifest, g.meta, false, g."isHeld",
      g."statusMessage", g."statusChangedAt", coalesce(g."publishedAt", k."publishedAt", now()), coalesce(g."updatedAt", k."updatedAt", now())
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS g ("nameKey" text, version text,
      status graph."ServerStatus", manifest json, meta jsonb, "isHeld" boolean, "statusMessage" text,
      "statusChangedAt" timestamptz, "publishedAt" timestamptz, "updatedAt" timestamptz)
    JOIN graph."McpServer" s ON s."nameKey" = g."nameKey" AND s.source <> 'published'
    LEFT JOIN graph."McpServerVersion" k ON k."serverId" = s.id AND k.version = g.version
    ON CONFLICT ("serverId", version) DO UPDATE SET status = excluded.status,
      manifest = excluded.manifest, meta = excluded.meta,
      "statusMessage" = excluded."statusMessage", "statusChangedAt" = excluded."statusChangedAt",
      "publishedAt" = excluded."publishedAt", "updatedAt" = excluded."updatedAt"
    WHERE (v.status, v.manifest::jsonb, v.meta, v."statusMessage", v."statusChangedAt",
      v."publishedAt", v."updatedAt") IS DISTINCT FROM (excluded.status, excluded.manifest::jsonb,
      excluded.meta, excluded."statusMessage", excluded."statusChangedAt",
      excluded."publishedAt", excluded."updatedAt")
    RETURNING (xmax = 0) AS "isNew"`
  const added = written.filter(({ isNew }) => isNew).length
  return { added, changed: written.length - added, unchanged: rows.length - written.length }
}

/** Marks the version of each server's row as its latest, and no other. */
export async function markLatest(
  transaction: Transaction,
  servers: readonly { nameKey: string }[],
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServerVersion" v SET "isLatest" = (v.version = s.version)
    FROM graph."McpServer" s
    WHERE v."serverId" = s.id AND s."nameKey" = ANY(${servers.map(({ nameKey }) => nameKey)}::text[])
      AND v."isLatest" <> (v.version = s.version)`
}
