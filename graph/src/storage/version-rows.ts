import { Prisma } from '@toolgraph/database'
import { OFFICIAL_META, OUR_META } from '../import/parse-record.ts'

export { OFFICIAL_META, OUR_META }

/** A withdrawn server's versions are deleted, all of them. */
export const STATUS_SQL = Prisma.raw(
  `CASE WHEN s.status = 'deleted' THEN 'deleted' ELSE v.status::text END`,
)

/**
 * One version as the standard's API lists it, as text: the manifest as it was stored, not parsed and written again.
 * Reads `graph."McpServerVersion"` as `v` and its `graph."McpServer"` as `s`.
 */
export const LISTED_SQL = Prisma.raw(`'{"server":' || ${manifest()} || ',"_meta":' || (
  (v.meta - ARRAY['${OFFICIAL_META}', '${OUR_META}'])
  || jsonb_build_object('${OFFICIAL_META}', jsonb_strip_nulls(jsonb_build_object(
    'status', CASE WHEN s.status = 'deleted' THEN 'deleted' ELSE v.status::text END,
    'statusMessage', v."statusMessage",
    'statusChangedAt', ${rfc3339('v."statusChangedAt"')},
    'publishedAt', ${rfc3339('v."publishedAt"')},
    'updatedAt', ${rfc3339('v."updatedAt"')},
    'isLatest', v."isLatest")))
  || CASE WHEN v."isLatest" THEN ${ourMeta()} ELSE '{}' END)::text || '}'`)

/** A client gives up a whole list whose first server has no description: an imported one may have none. */
function manifest(): string {
  return `CASE WHEN v.manifest ->> 'description' <> '' THEN v.manifest::text
    ELSE (v.manifest::jsonb || jsonb_build_object('description', s.title))::text END`
}

/** What only we know, of the server as it stands: hence of its latest version. */
function ourMeta(): string {
  return `jsonb_build_object('${OUR_META}', jsonb_strip_nulls(jsonb_build_object(
    'health', jsonb_build_object('state', s."healthState", 'latencyMs', s."latencyMs",
      'checkedAt', ${rfc3339('s."healthCheckedAt"')}, 'uptime30d', s."uptime30d"),
    'protocolEra', s."protocolEra",
    'toolCount', coalesce((s."toolsSummary" ->> 'total')::int, s."healthToolCount"),
    'toolsFingerprint', s."toolsFingerprint",
    'isVerified', s."isVerified")))`
}

/** A moment as Go writes it, without zeros at its end: a record that came from another registry leaves as it came. */
function rfc3339(column: string): string {
  const text = `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`
  return `rtrim(rtrim(${text}, '0'), '.') || 'Z'`
}
