-- Probes are claimed in this order. A condition of an index needs one expression: none due is the first to be due.
DROP INDEX "graph"."McpServer_due";
DROP INDEX "graph"."McpServer_due_published";
CREATE INDEX "McpServer_due" ON "graph"."McpServer" (coalesce("probeDueAt", '-infinity'::timestamptz))
  WHERE "baseUrl" IS NOT NULL AND "status" <> 'deleted';
CREATE INDEX "McpServer_due_published" ON "graph"."McpServer" (coalesce("probeDueAt", '-infinity'::timestamptz))
  WHERE "baseUrl" IS NOT NULL AND "status" <> 'deleted' AND "source" = 'published';

-- A server that comes back after it was withdrawn begins anew, as one that has moved.
DROP TRIGGER "McpServer_moved" ON "graph"."McpServer";
CREATE TRIGGER "McpServer_moved" BEFORE UPDATE OF "baseUrl", "status" ON "graph"."McpServer"
  FOR EACH ROW WHEN (OLD."baseUrl" IS DISTINCT FROM NEW."baseUrl"
    OR (OLD."status" = 'deleted' AND NEW."status" <> 'deleted'))
  EXECUTE FUNCTION "graph"."forget_health"();

-- AlterTable: what happened before there were notifications is told to nobody.
ALTER TABLE "graph"."Event" ADD COLUMN "toldAt" TIMESTAMPTZ(3);
UPDATE "graph"."Event" SET "toldAt" = now();
CREATE INDEX "Event_untold" ON "graph"."Event" ("id") WHERE "toldAt" IS NULL;

-- AlterTable
ALTER TABLE "graph"."Notification" ADD COLUMN "serverId" UUID;
CREATE INDEX "Notification_unread" ON "graph"."Notification" ("agentUserId") WHERE "readAt" IS NULL;

-- CreateTable
CREATE TABLE "graph"."NotificationSettings" (
    "subject" TEXT NOT NULL,
    "mutedKinds" TEXT[],

    CONSTRAINT "NotificationSettings_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "graph"."Webhook" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "serverId" UUID,
    "url" TEXT NOT NULL,
    "topics" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "failingSince" TIMESTAMPTZ(3),
    "disabledAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."WebhookDelivery" (
    "id" UUID NOT NULL,
    "webhookId" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "httpStatus" INTEGER,
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "deliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Notification_serverId_idx" ON "graph"."Notification"("serverId");

-- CreateIndex
CREATE INDEX "Webhook_subject_idx" ON "graph"."Webhook"("subject");

-- CreateIndex
CREATE INDEX "Webhook_serverId_idx" ON "graph"."Webhook"("serverId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_webhookId_createdAt_idx" ON "graph"."WebhookDelivery"("webhookId", "createdAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_createdAt_idx" ON "graph"."WebhookDelivery"("createdAt");

-- CreateIndex
CREATE INDEX "AgentConnection_mcpServerId_idx" ON "graph"."AgentConnection"("mcpServerId");

-- Deliveries that are not over.
CREATE INDEX "WebhookDelivery_due" ON "graph"."WebhookDelivery" ("dueAt") WHERE "dueAt" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "graph"."Notification" ADD CONSTRAINT "Notification_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."Webhook" ADD CONSTRAINT "Webhook_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "graph"."Webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
