-- A version's manifest is the standard's `server.json`, byte for byte; a publication in our own form stands beside it.
ALTER TABLE "graph"."McpServerVersion"
  ADD COLUMN "definition" JSON,
  ADD COLUMN "statusMessage" TEXT,
  ADD COLUMN "statusChangedAt" TIMESTAMPTZ(6),
  ALTER COLUMN "manifest" TYPE JSON USING "manifest"::text::json;

ALTER TABLE "graph"."McpServer" ADD COLUMN "toolsFingerprint" TEXT;

-- Until now all that was published here came in our own form: the same as `to-server-json.ts`.
UPDATE "graph"."McpServerVersion" v SET
  "definition" = v.manifest,
  manifest = json_strip_nulls(json_build_object(
    '$schema', 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    'name', m.j ->> 'name',
    'title', m.j ->> 'title',
    'description', CASE WHEN length(m.j ->> 'description') > 100
      THEN rtrim(left(m.j ->> 'description', 99)) || '…' ELSE m.j ->> 'description' END,
    'version', v.version,
    'websiteUrl', CASE WHEN m.j ->> 'websiteUrl' ~* '^https://' THEN m.j ->> 'websiteUrl' END,
    'repository', CASE WHEN m.j ->> 'repositoryUrl' ~ '^https?://(www\.)?(github|gitlab)\.com/[\w.-]+/[\w.-]+/?$'
      THEN json_build_object('url', m.j ->> 'repositoryUrl',
        'source', substring(m.j ->> 'repositoryUrl' FROM '(github|gitlab)\.com')) END,
    'icons', (SELECT json_agg(jsonb_strip_nulls(i)) FROM jsonb_array_elements(
        CASE WHEN jsonb_typeof(m.j -> 'icons') = 'array' THEN m.j -> 'icons' ELSE '[]' END) AS i
      WHERE i ->> 'src' ~ '^https://' AND length(i ->> 'src') <= 255
        AND coalesce(i ->> 'mimeType', 'image/png') IN ('image/png', 'image/jpeg', 'image/jpg', 'image/svg+xml', 'image/webp')
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(
          CASE WHEN jsonb_typeof(i -> 'sizes') = 'array' THEN i -> 'sizes' ELSE '[]' END) AS size
          WHERE size !~ '^(\d+x\d+|any)$')),
    'remotes', CASE WHEN m.j ->> 'url' IS NOT NULL
      THEN json_build_array(json_build_object('type', 'streamable-http', 'url', m.j ->> 'url')) END))
FROM "graph"."McpServer" s, "graph"."McpServerVersion" o, LATERAL (SELECT o.manifest::jsonb AS j) m
WHERE s.id = v."serverId" AND o.id = v.id AND s.source = 'published';

UPDATE "graph"."McpServer" s SET "toolsFingerprint" = t.fingerprint
FROM (SELECT "serverId", encode(sha256(convert_to(
    string_agg(name || ' ' || fingerprint, E'\n' ORDER BY name COLLATE "C"), 'UTF8')), 'hex') AS fingerprint
  FROM "graph"."McpTool" GROUP BY "serverId") t
WHERE t."serverId" = s.id;

-- CreateIndex
CREATE INDEX "McpServer_nameKey_idx" ON "graph"."McpServer" USING GIN ("nameKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "McpServerVersion_updatedAt_idx" ON "graph"."McpServerVersion"("updatedAt");

-- Whose remote is this address? One address belongs to one name.
CREATE INDEX "version_remotes" ON "graph"."McpServerVersion"
  USING GIN (((manifest::jsonb) -> 'remotes') jsonb_path_ops) WHERE "isLatest";
