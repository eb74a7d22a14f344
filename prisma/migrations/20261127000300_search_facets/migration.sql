-- What a search counts by stands beside the words, too: `open true finance,travel` (health, sign-in, categories). Whoever
-- counts the results of a search need not read a server for each of them.
ALTER TABLE "graph"."SearchDocument" ADD COLUMN "facets" TEXT NOT NULL DEFAULT '';
ALTER TABLE "graph"."ToolSearchDocument" ADD COLUMN "facets" TEXT NOT NULL DEFAULT '';

-- Of words that are everywhere, only the tools that stand high are looked at.
CREATE INDEX "ToolSearchDocument_standing_idx" ON "graph"."ToolSearchDocument"("standing");

-- Whether a server asks for sign-in: `true`, `false`, or `unknown` where nobody has looked yet. A publisher's word counts;
-- an importer's silence does not.
CREATE FUNCTION "graph"."server_auth"(server "graph"."McpServer") RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN server."oauthIssuer" IS NOT NULL OR cardinality(server.scopes) > 0
      OR server."healthState" IN ('gated', 'gated_broken') THEN 'true'
    WHEN server."healthState" = 'open' OR server.source = 'published' THEN 'false'
    ELSE 'unknown' END
$$;

CREATE FUNCTION "graph"."search_facets"(server "graph"."McpServer") RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT server."healthState"::text || ' ' || graph.server_auth(server) || ' ' || array_to_string(coalesce(server.categories, '{}'), ',')
$$;

UPDATE "graph"."SearchDocument" d SET "facets" = graph.search_facets(s) FROM "graph"."McpServer" s WHERE s.id = d."serverId";
UPDATE "graph"."ToolSearchDocument" d SET "facets" = graph.search_facets(s) FROM "graph"."McpServer" s WHERE s.id = d."serverId";
ALTER TABLE "graph"."SearchDocument" ALTER COLUMN "facets" DROP DEFAULT;
ALTER TABLE "graph"."ToolSearchDocument" ALTER COLUMN "facets" DROP DEFAULT;

CREATE OR REPLACE FUNCTION "graph"."keep_search_standing"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  seen BOOLEAN := NEW.visibility = 'public' AND NEW.status <> 'deleted' AND NEW.moderation = 'clear';
  stands INTEGER := "graph"."search_standing"(NEW."linkCount", NEW."isVerified", NEW."publishedAt");
  counted TEXT := "graph"."search_facets"(NEW);
BEGIN
  UPDATE graph."SearchDocument" SET "isPublic" = seen, standing = stands, facets = counted
    WHERE "serverId" = NEW.id AND ("isPublic", standing, facets) IS DISTINCT FROM (seen, stands, counted);
  UPDATE graph."ToolSearchDocument" SET "isPublic" = seen, standing = stands, facets = counted
    WHERE "serverId" = NEW.id AND ("isPublic", standing, facets) IS DISTINCT FROM (seen, stands, counted);
  RETURN NULL;
END $$;

DROP TRIGGER "search_standing_is_kept" ON "graph"."McpServer";
CREATE TRIGGER "search_standing_is_kept" AFTER UPDATE ON "graph"."McpServer" FOR EACH ROW
WHEN ((OLD.visibility, OLD.status, OLD.moderation, OLD."linkCount", OLD."isVerified", OLD."publishedAt",
    OLD."healthState", OLD."oauthIssuer", OLD.scopes, OLD.source, OLD.categories)
  IS DISTINCT FROM (NEW.visibility, NEW.status, NEW.moderation, NEW."linkCount", NEW."isVerified", NEW."publishedAt",
    NEW."healthState", NEW."oauthIssuer", NEW.scopes, NEW.source, NEW.categories))
EXECUTE FUNCTION "graph"."keep_search_standing"();
