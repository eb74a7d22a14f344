-- CreateEnum
CREATE TYPE "graph"."TransferState" AS ENUM ('offered', 'accepted', 'declined', 'cancelled', 'expired');

-- AlterTable
ALTER TABLE "graph"."McpOwner" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3),
ADD COLUMN     "slug" TEXT;

-- AlterTable
ALTER TABLE "graph"."McpOwnerMember" ADD COLUMN     "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "name" TEXT;

-- AlterTable
ALTER TABLE "graph"."AuditEvent" ADD COLUMN     "ownerId" UUID,
ADD COLUMN     "serverId" UUID;

-- CreateTable
CREATE TABLE "graph"."McpInvitation" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "role" "graph"."MemberRole" NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedBy" TEXT,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "McpInvitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."McpServerTransfer" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "fromOwnerId" UUID NOT NULL,
    "toOwnerId" UUID NOT NULL,
    "state" "graph"."TransferState" NOT NULL DEFAULT 'offered',
    "offeredBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "McpServerTransfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."McpServerAlias" (
    "nameKey" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "serverId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "McpServerAlias_pkey" PRIMARY KEY ("nameKey")
);

-- CreateIndex
CREATE UNIQUE INDEX "McpInvitation_tokenHash_key" ON "graph"."McpInvitation"("tokenHash");

-- CreateIndex
CREATE INDEX "McpInvitation_ownerId_idx" ON "graph"."McpInvitation"("ownerId");

-- CreateIndex
CREATE INDEX "McpServerTransfer_serverId_idx" ON "graph"."McpServerTransfer"("serverId");

-- CreateIndex
CREATE INDEX "McpServerTransfer_fromOwnerId_id_idx" ON "graph"."McpServerTransfer"("fromOwnerId", "id");

-- CreateIndex
CREATE INDEX "McpServerTransfer_toOwnerId_id_idx" ON "graph"."McpServerTransfer"("toOwnerId", "id");

-- CreateIndex
CREATE INDEX "McpServerAlias_serverId_idx" ON "graph"."McpServerAlias"("serverId");

-- CreateIndex
CREATE UNIQUE INDEX "McpOwner_slug_key" ON "graph"."McpOwner"("slug");

-- CreateIndex
CREATE INDEX "AuditEvent_ownerId_id_idx" ON "graph"."AuditEvent"("ownerId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_serverId_id_idx" ON "graph"."AuditEvent"("serverId", "id");

-- AddForeignKey
ALTER TABLE "graph"."McpInvitation" ADD CONSTRAINT "McpInvitation_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "graph"."McpOwner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServerTransfer" ADD CONSTRAINT "McpServerTransfer_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServerTransfer" ADD CONSTRAINT "McpServerTransfer_fromOwnerId_fkey" FOREIGN KEY ("fromOwnerId") REFERENCES "graph"."McpOwner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServerTransfer" ADD CONSTRAINT "McpServerTransfer_toOwnerId_fkey" FOREIGN KEY ("toOwnerId") REFERENCES "graph"."McpOwner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServerAlias" ADD CONSTRAINT "McpServerAlias_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What stood so far was all about servers.
UPDATE "graph"."AuditEvent" a SET "serverId" = s."id", "ownerId" = s."ownerId", "subjectId" = NULL
FROM "graph"."McpServer" s WHERE a."action" LIKE 'server.%' AND a."subjectId" = s."id"::text;

-- One offer of a server stands at a time.
CREATE UNIQUE INDEX "transfer_one_is_offered" ON "graph"."McpServerTransfer"("serverId") WHERE "state" = 'offered';

ALTER TABLE "graph"."McpOwner" ADD CONSTRAINT "owner_slug_is_an_organizations" CHECK ("slug" IS NULL OR "type" = 'organization');
