-- The orders in which servers are listed: newest first, and most used first (`search-browse.ts` says it in the same words).
CREATE INDEX "McpServer_newest" ON "graph"."McpServer" ("publishedAt", "id") WHERE "status" <> 'deleted';
CREATE INDEX "McpServer_browse" ON "graph"."McpServer" (
  (("healthState" NOT IN ('down', 'not_mcp', 'wrong_transport'))::int), "linkCount",
  (("source" <> 'imported')::int), "publishedAt", "id"
) WHERE "status" <> 'deleted';

-- What not everybody sees: few, and counted for each who sees some of them.
CREATE INDEX "McpServer_not_public" ON "graph"."McpServer" ("id")
  WHERE NOT ("visibility" = 'public' AND "status" <> 'deleted' AND "moderation" = 'clear');
