-- AlterTable
ALTER TABLE "graph"."McpServer" ADD COLUMN "healthEvidence" JSONB,
ADD COLUMN "uptime30d" DOUBLE PRECISION,
ADD COLUMN "toolsDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "graph"."HealthCheck" ADD COLUMN "evidence" JSONB;

-- CreateTable
CREATE TABLE "graph"."HealthDay" (
    "serverId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "open" INTEGER NOT NULL,
    "gated" INTEGER NOT NULL,
    "gatedBroken" INTEGER NOT NULL,
    "wrongTransport" INTEGER NOT NULL,
    "notMcp" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "upSeconds" INTEGER NOT NULL,
    "knownSeconds" INTEGER NOT NULL,
    "latencyP50" INTEGER,
    "latencyP95" INTEGER,

    CONSTRAINT "HealthDay_pkey" PRIMARY KEY ("serverId","day")
);

-- CreateTable
CREATE TABLE "graph"."HealthRollup" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "day" DATE NOT NULL,
    "afterServerId" UUID,
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "HealthRollup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."Incident" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "state" "graph"."HealthState" NOT NULL,
    "detail" TEXT,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."ProbeHost" (
    "host" TEXT NOT NULL,
    "leases" JSONB NOT NULL DEFAULT '{}',
    "pausedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "ProbeHost_pkey" PRIMARY KEY ("host")
);

-- CreateIndex
CREATE INDEX "HealthDay_day_idx" ON "graph"."HealthDay"("day");

-- CreateIndex
CREATE INDEX "Incident_serverId_openedAt_idx" ON "graph"."Incident"("serverId", "openedAt");

-- CreateIndex
CREATE INDEX "HealthCheck_checkedAt_idx" ON "graph"."HealthCheck" USING BRIN ("checkedAt");

-- AddForeignKey
ALTER TABLE "graph"."HealthDay" ADD CONSTRAINT "HealthDay_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."Incident" ADD CONSTRAINT "Incident_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A server has at most one incident that is not over.
CREATE UNIQUE INDEX "Incident_one_is_open" ON "graph"."Incident" ("serverId") WHERE "closedAt" IS NULL;

-- The order in which probes are claimed: of all servers, and of those that were published here.
DROP INDEX "graph"."McpServer_probeDueAt_idx";
CREATE INDEX "McpServer_due" ON "graph"."McpServer" ("probeDueAt" NULLS FIRST)
  WHERE "baseUrl" IS NOT NULL AND "status" <> 'deleted';
CREATE INDEX "McpServer_due_published" ON "graph"."McpServer" ("probeDueAt" NULLS FIRST)
  WHERE "baseUrl" IS NOT NULL AND "status" <> 'deleted' AND "source" = 'published';

-- What is known of an address is not known of another one, whoever writes it.
CREATE FUNCTION "graph"."forget_health"() RETURNS trigger LANGUAGE plpgsql AS $$
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
  UPDATE "graph"."Incident" SET "closedAt" = now() WHERE "serverId" = NEW."id" AND "closedAt" IS NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER "McpServer_moved" BEFORE UPDATE OF "baseUrl" ON "graph"."McpServer"
  FOR EACH ROW WHEN (OLD."baseUrl" IS DISTINCT FROM NEW."baseUrl")
  EXECUTE FUNCTION "graph"."forget_health"();
