import type { Database, Transaction } from '@toolgraph/database'
import type { CatalogEntry } from '../import/catalog-entry.ts'
import { compareVersions } from '@toolgraph/server-json'
import type { Counts } from '../import/describe-import.ts'
import type { Standing } from '../import/settle-import.ts'
import { toServerJson } from '../registry/to-server-json.ts'
import { readStanding } from './import-standing.ts'
import { markLatest, releaseEndpoints, toWritten, type WrittenServers } from './import-sql.ts'
import { refreshSearchDocuments } from './search-documents.ts'

const TRANSACTION_TIMEOUT_MS = 60_000

/**
 * Writes the project's own catalog: what is new or was changed in it since. Words are the catalog's; facts (version,
 * address) are the registry's where an import has brought later ones. An owner's own server is never touched.
 */
export function loadCatalog(database: Database, entries: readonly CatalogEntry[]): Promise<Counts> {
  return database.$transaction((transaction) => write(transaction, entries), {
    timeout: TRANSACTION_TIMEOUT_MS,
    maxWait: TRANSACTION_TIMEOUT_MS,
  })
}

async function write(transaction: Transaction, entries: readonly CatalogEntry[]): Promise<Counts> {
  const rows = entries.map(toRow)
  const standing = await readStanding(
    transaction,
    rows.map(({ nameKey, baseUrl }) => ({ nameKey, url: baseUrl })),
  )
  // Also what is the old name of a server that was renamed.
  const free = rows.filter(({ nameKey }) => standing.servers.get(nameKey)?.source !== 'published')
  const settled = free.map((row) => settle(row, standing))
  await releaseEndpoints(
    transaction,
    settled.filter(({ isFresh }) => isFresh),
  )
  const { counts, changedIds } = await upsertCatalog(transaction, settled)
  await insertVersions(transaction, entries)
  await markLatest(transaction, settled)
  await refreshSearchDocuments(transaction, changedIds)
  return { ...counts, unchanged: counts.unchanged + rows.length - free.length }
}

function toRow(entry: CatalogEntry) {
  const { name, version, url, transport, publishedAt, title, description, categories, tags } = entry
  return {
    name,
    nameKey: name.toLowerCase(),
    title: title.en,
    description: description.en,
    translations: { ja: { title: title.ja, description: description.ja } },
    categories,
    tags,
    version,
    baseUrl: url,
    transport,
    websiteUrl: entry.websiteUrl ?? null,
    repositoryUrl: entry.repositoryUrl ?? null,
    publishedAt,
  }
}

type Row = ReturnType<typeof toRow>

interface SettledRow extends Omit<Row, 'baseUrl'> {
  baseUrl: string | null
  /** Whether the catalog's facts are as new as those that stand. */
  isFresh: boolean
}

function settle(row: Row, { servers, endpoints }: Standing): SettledRow {
  const known = servers.get(row.nameKey)
  const isFresh = known === undefined || compareVersions(row, known) >= 0
  const holder = endpoints.get(row.baseUrl)
  const isTaken = holder !== undefined && holder !== row.nameKey
  return { ...row, baseUrl: isTaken ? null : row.baseUrl, isFresh }
}

async function upsertCatalog(
  transaction: Transaction,
  rows: readonly SettledRow[],
): Promise<WrittenServers> {
  const written = await transaction.$queryRaw<{ id: string; isNew: boolean }[]>`
    INSERT INTO graph."McpServer" AS s (id, name, "nameKey", title, description, translations,
      categories, tags, version, "baseUrl", transport, "websiteUrl", "repositoryUrl", "publishedAt",
      source)
    SELECT gen_random_uuid(), g.name, g."nameKey", g.title, g.description, g.translations,
      g.categories, g.tags,
      CASE WHEN g.fresh THEN g.version ELSE k.version END,
      CASE WHEN g.fresh THEN g."baseUrl" ELSE k."baseUrl" END,
      CASE WHEN g.fresh THEN g.transport ELSE k.transport END,
      CASE WHEN g.fresh THEN g."websiteUrl" ELSE k."websiteUrl" END,
      CASE WHEN g.fresh THEN g."repositoryUrl" ELSE k."repositoryUrl" END,
      CASE WHEN g.fresh THEN g."publishedAt" ELSE k."publishedAt" END, 'catalog'
    FROM (SELECT r.*, r."isFresh" AS fresh
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (name text, "nameKey" text,
        title text, description text, translations jsonb, categories text[], tags text[],
        version text, "baseUrl" text, transport text, "websiteUrl" text, "repositoryUrl" text,
        "publishedAt" timestamptz(3), "isFresh" boolean)) g
    LEFT JOIN graph."McpServer" k ON k."nameKey" = g."nameKey"
    ON CONFLICT ("nameKey") DO UPDATE SET title = excluded.title,
      description = excluded.description, translations = excluded.translations,
      categories = excluded.categories, tags = excluded.tags, version = excluded.version,
      "baseUrl" = excluded."baseUrl", transport = excluded.transport,
      "websiteUrl" = excluded."websiteUrl", "repositoryUrl" = excluded."repositoryUrl",
      "publishedAt" = excluded."publishedAt", source = 'catalog', "updatedAt" = now()
    WHERE s.source <> 'published'
      AND (s.title, s.description, s.translations, s.categories, s.tags, s.version, s."baseUrl",
        s.transport, s."websiteUrl", s."repositoryUrl", s."publishedAt", s.source)
        IS DISTINCT FROM (excluded.title, excluded.description, excluded.translations,
        excluded.categories, excluded.tags, excluded.version, excluded."baseUrl",
        excluded.transport, excluded."websiteUrl", excluded."repositoryUrl",
        excluded."publishedAt", 'catalog'::graph."ServerSource")
    RETURNING s.id, (xmax = 0) AS "isNew"`
  return toWritten(written, rows.length)
}

/**
 * Stands for the publisher's manifest until an import brings the true one, which then replaces it. A new version of a
 * server that an operator has withdrawn is withdrawn too.
 */
async function insertVersions(
  transaction: Transaction,
  entries: readonly CatalogEntry[],
): Promise<void> {
  const rows = entries.map(({ name, version, publishedAt, ...entry }) => ({
    nameKey: name.toLowerCase(),
    version,
    publishedAt,
    manifest: {
      ...toServerJson({
        ...entry,
        name,
        version,
        title: entry.title.en,
        description: entry.description.en,
      }),
      remotes: [{ type: entry.transport, url: entry.url }],
    },
  }))
  await transaction.$executeRaw`
    INSERT INTO graph."McpServerVersion" (id, "serverId", version, manifest, "publishedAt",
      "updatedAt", status, "isHeld")
    SELECT gen_random_uuid(), s.id, g.version, g.manifest, g."publishedAt", g."publishedAt",
      CASE WHEN held."isHeld" THEN 'deleted' ELSE 'active' END::graph."ServerStatus", held."isHeld"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS g ("nameKey" text, version text,
      manifest json, "publishedAt" timestamptz)
    JOIN graph."McpServer" s ON s."nameKey" = g."nameKey" AND s.source = 'catalog'
    CROSS JOIN LATERAL (
      SELECT coalesce(bool_and(v."isHeld" AND v.status = 'deleted'), false) AS "isHeld"
      FROM graph."McpServerVersion" v WHERE v."serverId" = s.id) held
    ON CONFLICT ("serverId", version) DO NOTHING`
}
