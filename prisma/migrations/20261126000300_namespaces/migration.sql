-- CreateEnum
CREATE TYPE "graph"."NamespaceMethod" AS ENUM ('first_come', 'dns', 'http', 'github', 'administrator');

-- CreateEnum
CREATE TYPE "graph"."ModerationState" AS ENUM ('clear', 'quarantined', 'hidden', 'disputed');

-- CreateEnum
CREATE TYPE "graph"."ReportReason" AS ENUM ('malware', 'impersonation', 'spam', 'broken', 'illegal', 'other', 'confusable_name');

-- CreateEnum
CREATE TYPE "graph"."ReportState" AS ENUM ('open', 'dismissed', 'upheld');

-- AlterTable
ALTER TABLE "graph"."McpServer" ADD COLUMN     "isVerified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "moderation" "graph"."ModerationState" NOT NULL DEFAULT 'clear',
ADD COLUMN     "moderationNote" TEXT;

-- CreateTable
CREATE TABLE "graph"."McpNamespace" (
    "namespace" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "method" "graph"."NamespaceMethod" NOT NULL,
    "includesChildren" BOOLEAN NOT NULL DEFAULT false,
    "provenAt" TIMESTAMPTZ(3),
    "proof" TEXT,
    "provenUntil" TIMESTAMPTZ(3),
    "checkDueAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "McpNamespace_pkey" PRIMARY KEY ("namespace")
);

-- CreateTable
CREATE TABLE "graph"."RegistryToken" (
    "hash" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "permissions" JSONB NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RegistryToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "graph"."AbuseReport" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "reporter" TEXT,
    "reason" "graph"."ReportReason" NOT NULL,
    "detail" TEXT NOT NULL,
    "state" "graph"."ReportState" NOT NULL DEFAULT 'open',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),
    "settledBy" TEXT,
    "note" TEXT,

    CONSTRAINT "AbuseReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."Throttle" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "McpNamespace_ownerId_idx" ON "graph"."McpNamespace"("ownerId");

-- CreateIndex
CREATE INDEX "McpNamespace_checkDueAt_idx" ON "graph"."McpNamespace"("checkDueAt");

-- CreateIndex
CREATE INDEX "RegistryToken_expiresAt_idx" ON "graph"."RegistryToken"("expiresAt");

-- CreateIndex
CREATE INDEX "AbuseReport_state_id_idx" ON "graph"."AbuseReport"("state", "id");

-- CreateIndex
CREATE INDEX "AbuseReport_serverId_idx" ON "graph"."AbuseReport"("serverId");

-- CreateIndex
CREATE INDEX "Throttle_expiresAt_idx" ON "graph"."Throttle"("expiresAt");

-- AddForeignKey
ALTER TABLE "graph"."McpNamespace" ADD CONSTRAINT "McpNamespace_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "graph"."McpOwner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."AbuseReport" ADD CONSTRAINT "AbuseReport_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- One open report a person and server.
CREATE UNIQUE INDEX "report_one_is_open" ON "graph"."AbuseReport"("serverId", (coalesce("reporter", ''))) WHERE "state" = 'open';

ALTER TABLE "graph"."McpNamespace" ADD CONSTRAINT "namespace_is_lower_case" CHECK ("namespace" = lower("namespace"));
ALTER TABLE "graph"."McpNamespace" ADD CONSTRAINT "namespace_proof_ends" CHECK (("provenAt" IS NULL) = ("provenUntil" IS NULL));

-- A server is verified while its owner has proven the namespace of its name: by whatever statement either of the two
-- changes, a transfer, a rename or an import included. So lists and ranking read a column.
CREATE FUNCTION "graph"."server_is_verified"(name_key TEXT, owner UUID) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM "graph"."McpNamespace" n
    WHERE n."ownerId" = owner AND n."provenAt" IS NOT NULL
      AND (split_part(name_key, '/', 1) = n."namespace"
        OR (n."includesChildren" AND starts_with(split_part(name_key, '/', 1), n."namespace" || '.')))
  )
$$;

CREATE FUNCTION "graph"."mark_verified_server"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."isVerified" := NEW."ownerId" IS NOT NULL AND "graph"."server_is_verified"(NEW."nameKey", NEW."ownerId");
  RETURN NEW;
END
$$;

CREATE TRIGGER "server_is_verified" BEFORE INSERT OR UPDATE OF "nameKey", "ownerId" ON "graph"."McpServer"
  FOR EACH ROW EXECUTE FUNCTION "graph"."mark_verified_server"();

CREATE FUNCTION "graph"."mark_verified_servers_of_owner"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "graph"."McpServer" s SET "isVerified" = NOT s."isVerified"
  WHERE s."ownerId" IN (OLD."ownerId", NEW."ownerId")
    AND s."isVerified" <> "graph"."server_is_verified"(s."nameKey", s."ownerId");
  RETURN NULL;
END
$$;

CREATE TRIGGER "servers_of_owner_are_verified" AFTER INSERT OR DELETE OR UPDATE OF "ownerId", "provenAt", "includesChildren"
  ON "graph"."McpNamespace" FOR EACH ROW EXECUTE FUNCTION "graph"."mark_verified_servers_of_owner"();
