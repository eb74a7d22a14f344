CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "auth";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "booking";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "graph";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "web";

-- CreateEnum
CREATE TYPE "graph"."OwnerType" AS ENUM ('person', 'organization');

-- CreateEnum
CREATE TYPE "graph"."MemberRole" AS ENUM ('owner', 'admin', 'publisher', 'viewer');

-- CreateEnum
CREATE TYPE "graph"."Visibility" AS ENUM ('public', 'organization', 'private');

-- CreateEnum
CREATE TYPE "graph"."ServerStatus" AS ENUM ('active', 'deprecated', 'deleted');

-- CreateEnum
CREATE TYPE "graph"."ServerSource" AS ENUM ('published', 'imported', 'catalog');

-- CreateEnum
CREATE TYPE "graph"."HealthState" AS ENUM ('open', 'gated', 'gated_broken', 'wrong_transport', 'not_mcp', 'down', 'unknown');

-- CreateEnum
CREATE TYPE "graph"."ChangeKind" AS ENUM ('added', 'removed', 'changed');

-- CreateEnum
CREATE TYPE "graph"."ChangeSeverity" AS ENUM ('none', 'notice', 'warning', 'breaking');

-- CreateEnum
CREATE TYPE "graph"."ConnectionStatus" AS ENUM ('active', 'needs_sign_in', 'revoked');

-- CreateEnum
CREATE TYPE "graph"."RunStatus" AS ENUM ('running', 'succeeded', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "graph"."McpOwner" (
    "id" UUID NOT NULL,
    "type" "graph"."OwnerType" NOT NULL,
    "name" TEXT NOT NULL,
    "contact" TEXT,
    "subject" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "McpOwner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."McpOwnerMember" (
    "ownerId" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "role" "graph"."MemberRole" NOT NULL,

    CONSTRAINT "McpOwnerMember_pkey" PRIMARY KEY ("ownerId","subject")
);

-- CreateTable
CREATE TABLE "graph"."McpServer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "baseUrl" TEXT,
    "transport" TEXT,
    "websiteUrl" TEXT,
    "repositoryUrl" TEXT,
    "iconUrl" TEXT,
    "tags" TEXT[],
    "categories" TEXT[],
    "region" TEXT,
    "ownerId" UUID,
    "oauthIssuer" TEXT,
    "authorizationEndpoint" TEXT,
    "tokenEndpoint" TEXT,
    "jwksUri" TEXT,
    "scopes" TEXT[],
    "scopeReasons" JSONB NOT NULL DEFAULT '[]',
    "toolsSummary" JSONB NOT NULL DEFAULT '{}',
    "translations" JSONB NOT NULL DEFAULT '{}',
    "visibility" "graph"."Visibility" NOT NULL DEFAULT 'public',
    "status" "graph"."ServerStatus" NOT NULL DEFAULT 'active',
    "source" "graph"."ServerSource" NOT NULL DEFAULT 'published',
    "healthState" "graph"."HealthState" NOT NULL DEFAULT 'unknown',
    "healthCheckedAt" TIMESTAMPTZ(3),
    "latencyMs" INTEGER,
    "protocolEra" TEXT,
    "healthDetail" TEXT,
    "healthToolCount" INTEGER,
    "probeDueAt" TIMESTAMPTZ(3),
    "probeLeaseUntil" TIMESTAMPTZ(3),
    "probeFailures" INTEGER NOT NULL DEFAULT 0,
    "linkCount" INTEGER NOT NULL DEFAULT 0,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "McpServer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."McpServerVersion" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "manifest" JSONB NOT NULL,
    "meta" JSONB NOT NULL DEFAULT '{}',
    "isLatest" BOOLEAN NOT NULL DEFAULT false,
    "status" "graph"."ServerStatus" NOT NULL DEFAULT 'active',
    "publishedAt" TIMESTAMPTZ(6) NOT NULL,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "McpServerVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."McpTool" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "inputSchema" JSON NOT NULL,
    "outputSchema" JSON,
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "scopes" TEXT[],
    "translations" JSONB NOT NULL DEFAULT '{}',
    "fingerprint" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "McpTool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."ToolChange" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "toolName" TEXT NOT NULL,
    "kind" "graph"."ChangeKind" NOT NULL,
    "severity" "graph"."ChangeSeverity" NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "detectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ToolChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."SearchDocument" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "toolId" UUID,
    "vector" tsvector NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "SearchDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."AgentConnection" (
    "id" UUID NOT NULL,
    "agentUserId" TEXT NOT NULL,
    "mcpServerId" UUID NOT NULL,
    "status" "graph"."ConnectionStatus" NOT NULL DEFAULT 'active',
    "issuer" TEXT,
    "clientId" TEXT,
    "scopesGranted" TEXT[],
    "tokenSet" TEXT,
    "tokenVersion" INTEGER NOT NULL DEFAULT 1,
    "refreshLease" UUID,
    "refreshLeaseUntil" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "lastSyncAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AgentConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."ConnectionTool" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "inputSchema" JSON NOT NULL,
    "outputSchema" JSON,
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "fingerprint" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "syncedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConnectionTool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."ToolRun" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "agentUserId" TEXT NOT NULL,
    "toolName" TEXT NOT NULL,
    "input" JSON NOT NULL,
    "status" "graph"."RunStatus" NOT NULL DEFAULT 'running',
    "output" JSON,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ToolRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."HealthCheck" (
    "id" UUID NOT NULL,
    "mcpServerId" UUID NOT NULL,
    "status" "graph"."HealthState" NOT NULL,
    "latencyMs" INTEGER,
    "protocolEra" TEXT,
    "toolCount" INTEGER,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "detail" TEXT,

    CONSTRAINT "HealthCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."AuditEvent" (
    "id" UUID NOT NULL,
    "actor" TEXT,
    "action" TEXT NOT NULL,
    "subjectId" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."Notification" (
    "id" UUID NOT NULL,
    "agentUserId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph"."Event" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "serverId" UUID,
    "audience" TEXT,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthUser" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthUser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthSession" (
    "id" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthClient" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "secretHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthRequest" (
    "id" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "browser" TEXT NOT NULL,
    "cookies" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthGrant" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "resource" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthGrant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthCode" (
    "id" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "familyId" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthFamily" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "resource" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuthFamily_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthRefreshToken" (
    "id" TEXT NOT NULL,
    "familyId" UUID NOT NULL,
    "successor" TEXT,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthRefreshToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthRevokedToken" (
    "jti" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthRevokedToken_pkey" PRIMARY KEY ("jti")
);

-- CreateTable
CREATE TABLE "auth"."AuthKeyValue" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuthKeyValue_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "auth"."AuthThrottle" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "auth"."AuthAuditEvent" (
    "id" UUID NOT NULL,
    "userId" UUID,
    "clientId" TEXT,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthAuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web"."WebSession" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "tokenSet" TEXT NOT NULL,
    "tokenVersion" INTEGER NOT NULL DEFAULT 1,
    "refreshLease" UUID,
    "refreshLeaseUntil" TIMESTAMPTZ(3),
    "tokenExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web"."WebAuthorization" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "subject" TEXT,
    "payload" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebAuthorization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web"."WebClientRegistration" (
    "issuer" TEXT NOT NULL,
    "redirectUri" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "information" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebClientRegistration_pkey" PRIMARY KEY ("issuer","redirectUri")
);

-- CreateTable
CREATE TABLE "booking"."BookingRoom" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameJa" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL,

    CONSTRAINT "BookingRoom_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking"."Booking" (
    "id" UUID NOT NULL,
    "roomId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Booking_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "McpOwner_subject_key" ON "graph"."McpOwner"("subject");

-- CreateIndex
CREATE INDEX "McpOwnerMember_subject_idx" ON "graph"."McpOwnerMember"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_name_key" ON "graph"."McpServer"("name");

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_nameKey_key" ON "graph"."McpServer"("nameKey");

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_baseUrl_key" ON "graph"."McpServer"("baseUrl");

-- CreateIndex
CREATE INDEX "McpServer_probeDueAt_idx" ON "graph"."McpServer"("probeDueAt");

-- CreateIndex
CREATE INDEX "McpServer_categories_idx" ON "graph"."McpServer" USING GIN ("categories");

-- CreateIndex
CREATE INDEX "McpServer_tags_idx" ON "graph"."McpServer" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "McpServer_ownerId_idx" ON "graph"."McpServer"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "McpServerVersion_serverId_version_key" ON "graph"."McpServerVersion"("serverId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "McpTool_serverId_name_key" ON "graph"."McpTool"("serverId", "name");

-- CreateIndex
CREATE INDEX "ToolChange_serverId_detectedAt_idx" ON "graph"."ToolChange"("serverId", "detectedAt");

-- CreateIndex
CREATE INDEX "SearchDocument_serverId_idx" ON "graph"."SearchDocument"("serverId");

-- CreateIndex
CREATE INDEX "SearchDocument_toolId_idx" ON "graph"."SearchDocument"("toolId");

-- CreateIndex
CREATE INDEX "SearchDocument_vector_idx" ON "graph"."SearchDocument" USING GIN ("vector");

-- CreateIndex
CREATE INDEX "SearchDocument_text_idx" ON "graph"."SearchDocument" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "AgentConnection_agentUserId_mcpServerId_key" ON "graph"."AgentConnection"("agentUserId", "mcpServerId");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionTool_connectionId_name_key" ON "graph"."ConnectionTool"("connectionId", "name");

-- CreateIndex
CREATE INDEX "ToolRun_agentUserId_startedAt_idx" ON "graph"."ToolRun"("agentUserId", "startedAt");

-- CreateIndex
CREATE INDEX "HealthCheck_mcpServerId_checkedAt_idx" ON "graph"."HealthCheck"("mcpServerId", "checkedAt");

-- CreateIndex
CREATE INDEX "AuditEvent_createdAt_idx" ON "graph"."AuditEvent"("createdAt");

-- CreateIndex
CREATE INDEX "Notification_agentUserId_createdAt_idx" ON "graph"."Notification"("agentUserId", "createdAt");

-- CreateIndex
CREATE INDEX "Event_createdAt_idx" ON "graph"."Event"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuthUser_email_key" ON "auth"."AuthUser"("email");

-- CreateIndex
CREATE INDEX "AuthSession_expiresAt_idx" ON "auth"."AuthSession"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthClient_expiresAt_idx" ON "auth"."AuthClient"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthRequest_expiresAt_idx" ON "auth"."AuthRequest"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuthGrant_userId_clientId_resource_key" ON "auth"."AuthGrant"("userId", "clientId", "resource");

-- CreateIndex
CREATE INDEX "AuthCode_expiresAt_idx" ON "auth"."AuthCode"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthFamily_userId_idx" ON "auth"."AuthFamily"("userId");

-- CreateIndex
CREATE INDEX "AuthFamily_expiresAt_idx" ON "auth"."AuthFamily"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthRefreshToken_familyId_idx" ON "auth"."AuthRefreshToken"("familyId");

-- CreateIndex
CREATE INDEX "AuthRefreshToken_expiresAt_idx" ON "auth"."AuthRefreshToken"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthRevokedToken_expiresAt_idx" ON "auth"."AuthRevokedToken"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthKeyValue_expiresAt_idx" ON "auth"."AuthKeyValue"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthThrottle_expiresAt_idx" ON "auth"."AuthThrottle"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthAuditEvent_createdAt_idx" ON "auth"."AuthAuditEvent"("createdAt");

-- CreateIndex
CREATE INDEX "WebSession_expiresAt_idx" ON "web"."WebSession"("expiresAt");

-- CreateIndex
CREATE INDEX "WebAuthorization_expiresAt_idx" ON "web"."WebAuthorization"("expiresAt");

-- CreateIndex
CREATE INDEX "WebAuthorization_subject_idx" ON "web"."WebAuthorization"("subject");

-- CreateIndex
CREATE INDEX "Booking_subject_startsAt_idx" ON "booking"."Booking"("subject", "startsAt");

-- AddForeignKey
ALTER TABLE "graph"."McpOwnerMember" ADD CONSTRAINT "McpOwnerMember_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "graph"."McpOwner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServer" ADD CONSTRAINT "McpServer_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "graph"."McpOwner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpServerVersion" ADD CONSTRAINT "McpServerVersion_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."McpTool" ADD CONSTRAINT "McpTool_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."ToolChange" ADD CONSTRAINT "ToolChange_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."SearchDocument" ADD CONSTRAINT "SearchDocument_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."SearchDocument" ADD CONSTRAINT "SearchDocument_toolId_fkey" FOREIGN KEY ("toolId") REFERENCES "graph"."McpTool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."AgentConnection" ADD CONSTRAINT "AgentConnection_mcpServerId_fkey" FOREIGN KEY ("mcpServerId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."ConnectionTool" ADD CONSTRAINT "ConnectionTool_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "graph"."AgentConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."ToolRun" ADD CONSTRAINT "ToolRun_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "graph"."AgentConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph"."HealthCheck" ADD CONSTRAINT "HealthCheck_mcpServerId_fkey" FOREIGN KEY ("mcpServerId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."AuthSession" ADD CONSTRAINT "AuthSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth"."AuthUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."AuthGrant" ADD CONSTRAINT "AuthGrant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth"."AuthUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."AuthRefreshToken" ADD CONSTRAINT "AuthRefreshToken_familyId_fkey" FOREIGN KEY ("familyId") REFERENCES "auth"."AuthFamily"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking"."Booking" ADD CONSTRAINT "Booking_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "booking"."BookingRoom"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- No two bookings of a room that stand may overlap.
ALTER TABLE "booking"."Booking" ADD CONSTRAINT "booking_no_overlap"
  EXCLUDE USING gist ("roomId" WITH =, tstzrange("startsAt", "endsAt") WITH &&)
  WHERE ("cancelledAt" IS NULL);
ALTER TABLE "booking"."Booking" ADD CONSTRAINT "booking_ends_after_it_starts" CHECK ("endsAt" > "startsAt");
