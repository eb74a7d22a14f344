-- Popularity is what was linked in the last 30 days: each link knows until when it counts.
ALTER TABLE "graph"."AgentConnection" ADD COLUMN "countsUntil" TIMESTAMPTZ(3);

UPDATE "graph"."AgentConnection" SET "countsUntil" = "createdAt" + interval '30 days'
WHERE "status" <> 'revoked' AND "createdAt" > now() - interval '30 days';

UPDATE "graph"."McpServer" s SET "linkCount" = c.count
FROM (
  SELECT s.id, count(c.id)::int AS count
  FROM "graph"."McpServer" s LEFT JOIN "graph"."AgentConnection" c ON c."mcpServerId" = s.id AND c."countsUntil" IS NOT NULL
  GROUP BY s.id
) c
WHERE c.id = s.id AND s."linkCount" <> c.count;

CREATE INDEX "AgentConnection_countsUntil_idx" ON "graph"."AgentConnection"("countsUntil");
