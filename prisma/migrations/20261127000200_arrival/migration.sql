-- When a version last changed here, by this registry's clock: what `updated_since` goes by. The date of a version that came from
-- another registry is that registry's, and may lie long before.
ALTER TABLE "graph"."McpServerVersion" ADD COLUMN "arrivedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT now();

-- At the latest: who asks since then reads it once more.
UPDATE "graph"."McpServerVersion" v SET "arrivedAt" = greatest(v."updatedAt", s."updatedAt")
FROM "graph"."McpServer" s WHERE s.id = v."serverId";

-- Kept by the database, as many verbs change a version and none may forget it.
CREATE FUNCTION "graph"."keep_arrival"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."arrivedAt" := greatest(now(), NEW."updatedAt");
  RETURN NEW;
END $$;

CREATE TRIGGER "arrival_is_kept"
BEFORE INSERT OR UPDATE OF "status", "manifest", "meta", "statusMessage", "statusChangedAt", "publishedAt", "updatedAt"
ON "graph"."McpServerVersion" FOR EACH ROW EXECUTE FUNCTION "graph"."keep_arrival"();

-- What comes to be shown has arrived, with all its versions.
CREATE FUNCTION "graph"."keep_arrivals"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "graph"."McpServerVersion" SET "arrivedAt" = greatest(now(), "updatedAt") WHERE "serverId" = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER "arrivals_are_kept" AFTER UPDATE OF "visibility", "moderation" ON "graph"."McpServer" FOR EACH ROW
WHEN ((OLD."visibility", OLD."moderation") IS DISTINCT FROM (NEW."visibility", NEW."moderation"))
EXECUTE FUNCTION "graph"."keep_arrivals"();

DROP INDEX "graph"."McpServerVersion_updatedAt_idx";
CREATE INDEX "McpServerVersion_arrivedAt_idx" ON "graph"."McpServerVersion"("arrivedAt");
