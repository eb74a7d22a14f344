-- Whether an operator had given a version the status that it had when it was deleted: no import changes it back after it is restored.
ALTER TABLE "graph"."McpServerVersion" ADD COLUMN "heldBefore" BOOLEAN;

CREATE OR REPLACE FUNCTION "graph"."keep_status_before"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."statusBefore" := CASE WHEN NEW."status" = 'deleted' THEN OLD."status" END;
  NEW."messageBefore" := CASE WHEN NEW."status" = 'deleted' THEN OLD."statusMessage" END;
  NEW."heldBefore" := CASE WHEN NEW."status" = 'deleted' THEN OLD."isHeld" END;
  RETURN NEW;
END $$;
