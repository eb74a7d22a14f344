-- What search reads, apart for servers and for tools: one is asked without passing through the other. A word carries how
-- strongly it stands (`weather/A`), so that an index answers that without the document. All of it is written anew from
-- the servers, see `refreshOutdated`.
DROP TABLE "graph"."SearchDocument";

CREATE TABLE "graph"."SearchDocument" (
    "serverId" UUID NOT NULL,
    "vector" tsvector NOT NULL,
    "text" TEXT NOT NULL,
    "isPublic" BOOLEAN NOT NULL,
    "standing" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "SearchDocument_pkey" PRIMARY KEY ("serverId")
);

CREATE TABLE "graph"."ToolSearchDocument" (
    "toolId" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "vector" tsvector NOT NULL,
    "isPublic" BOOLEAN NOT NULL,
    "standing" INTEGER NOT NULL,

    CONSTRAINT "ToolSearchDocument_pkey" PRIMARY KEY ("toolId")
);

CREATE INDEX "SearchDocument_vector_idx" ON "graph"."SearchDocument" USING GIN ("vector") WITH (gin_pending_list_limit = 256);
CREATE INDEX "SearchDocument_text_idx" ON "graph"."SearchDocument" USING GIN ("text" gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE INDEX "SearchDocument_standing_idx" ON "graph"."SearchDocument"("standing");
CREATE INDEX "ToolSearchDocument_serverId_idx" ON "graph"."ToolSearchDocument"("serverId");
CREATE INDEX "ToolSearchDocument_vector_idx" ON "graph"."ToolSearchDocument" USING GIN ("vector") WITH (gin_pending_list_limit = 256);

ALTER TABLE "graph"."SearchDocument" ADD CONSTRAINT "SearchDocument_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "graph"."ToolSearchDocument" ADD CONSTRAINT "ToolSearchDocument_toolId_fkey" FOREIGN KEY ("toolId") REFERENCES "graph"."McpTool"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "graph"."ToolSearchDocument" ADD CONSTRAINT "ToolSearchDocument_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How common the commonest five thousand words are, for choosing which of a wish's words to look for first.
ALTER TABLE "graph"."SearchDocument" ALTER COLUMN "vector" SET STATISTICS 500;
ALTER TABLE "graph"."ToolSearchDocument" ALTER COLUMN "vector" SET STATISTICS 500;

-- Where too many documents fit to look at all of them, those of the most standing are: links first (each doubling counts
-- once), then proof of the namespace, then age.
CREATE FUNCTION "graph"."search_standing"(links INTEGER, verified BOOLEAN, published TIMESTAMPTZ)
RETURNS INTEGER LANGUAGE sql IMMUTABLE AS $$
  SELECT floor(log(2, greatest(links, 0) + 1))::int * 65536 + verified::int * 32768
    + least(32767, greatest(0, (extract(epoch FROM published)::bigint / 86400)::int - 16000))
$$;

-- Kept by the database, as many verbs change a server and none may forget it. Who may see a result is asked again when it
-- is read.
CREATE FUNCTION "graph"."keep_search_standing"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  seen BOOLEAN := NEW.visibility = 'public' AND NEW.status <> 'deleted' AND NEW.moderation = 'clear';
  stands INTEGER := "graph"."search_standing"(NEW."linkCount", NEW."isVerified", NEW."publishedAt");
BEGIN
  UPDATE graph."SearchDocument" SET "isPublic" = seen, standing = stands
    WHERE "serverId" = NEW.id AND ("isPublic" <> seen OR standing <> stands);
  UPDATE graph."ToolSearchDocument" SET "isPublic" = seen, standing = stands
    WHERE "serverId" = NEW.id AND ("isPublic" <> seen OR standing <> stands);
  RETURN NULL;
END $$;

CREATE TRIGGER "search_standing_is_kept" AFTER UPDATE ON "graph"."McpServer" FOR EACH ROW
WHEN ((OLD.visibility, OLD.status, OLD.moderation, OLD."linkCount", OLD."isVerified", OLD."publishedAt")
  IS DISTINCT FROM (NEW.visibility, NEW.status, NEW.moderation, NEW."linkCount", NEW."isVerified", NEW."publishedAt"))
EXECUTE FUNCTION "graph"."keep_search_standing"();
