-- How an incident ended.
CREATE TYPE "graph"."IncidentEnd" AS ENUM ('recovered', 'moved', 'withdrawn');
ALTER TABLE "graph"."Incident" ADD COLUMN "closedBy" "graph"."IncidentEnd";
UPDATE "graph"."Incident" SET "closedBy" = 'recovered' WHERE "closedAt" IS NOT NULL;

CREATE OR REPLACE FUNCTION "graph"."forget_health"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."healthState" := 'unknown';
  NEW."healthCheckedAt" := NULL;
  NEW."latencyMs" := NULL;
  NEW."protocolEra" := NULL;
  NEW."healthDetail" := NULL;
  NEW."healthToolCount" := NULL;
  NEW."healthEvidence" := NULL;
  NEW."uptime30d" := NULL;
  NEW."probeFailures" := 0;
  NEW."probeLeaseUntil" := NULL;
  NEW."toolsDueAt" := NULL;
  IF NEW."probeDueAt" IS NOT DISTINCT FROM OLD."probeDueAt" THEN
    NEW."probeDueAt" := NULL;
  END IF;
  UPDATE "graph"."Incident" SET "closedAt" = now(), "closedBy" = 'moved'
    WHERE "serverId" = NEW."id" AND "closedAt" IS NULL;
  RETURN NEW;
END $$;

-- Nobody probes a server that is out of the registry: its incident would stay open.
CREATE FUNCTION "graph"."close_incident"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "graph"."Incident" SET "closedAt" = now(), "closedBy" = 'withdrawn' WHERE "serverId" = NEW."id" AND "closedAt" IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER "McpServer_withdrawn" AFTER UPDATE OF "status" ON "graph"."McpServer"
  FOR EACH ROW WHEN (NEW."status" = 'deleted' AND OLD."status" <> 'deleted')
  EXECUTE FUNCTION "graph"."close_incident"();

UPDATE "graph"."Incident" i SET "closedAt" = s."updatedAt", "closedBy" = 'withdrawn'
FROM "graph"."McpServer" s WHERE s."id" = i."serverId" AND s."status" = 'deleted' AND i."closedAt" IS NULL;
