-- How a version stood when it was deleted: what is restored comes back so.
ALTER TABLE "graph"."McpServerVersion" ADD COLUMN "statusBefore" "graph"."ServerStatus", ADD COLUMN "messageBefore" TEXT;

-- Of those deleted so far, what can be known: who had withdrawn a server kept its words.
UPDATE "graph"."McpServerVersion" SET "statusBefore" = 'deprecated', "messageBefore" = "statusMessage"
WHERE "status" = 'deleted' AND "statusMessage" IS NOT NULL;

-- Kept by the database, as many verbs delete a version and none may forget it.
CREATE FUNCTION "graph"."keep_status_before"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."statusBefore" := CASE WHEN NEW."status" = 'deleted' THEN OLD."status" END;
  NEW."messageBefore" := CASE WHEN NEW."status" = 'deleted' THEN OLD."statusMessage" END;
  RETURN NEW;
END $$;

CREATE TRIGGER "status_before_is_kept" BEFORE UPDATE OF "status" ON "graph"."McpServerVersion" FOR EACH ROW
WHEN (OLD."status" <> NEW."status") EXECUTE FUNCTION "graph"."keep_status_before"();
