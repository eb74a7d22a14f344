-- AlterTable
ALTER TABLE "auth"."AuthUser" ADD COLUMN     "emailVerifiedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "auth"."AuthSession" ADD COLUMN     "address" TEXT,
ADD COLUMN     "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "userAgent" TEXT;

-- CreateTable
CREATE TABLE "auth"."AuthIdentity" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthIdentity_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "auth"."AuthEmailProof" (
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "codeHash" TEXT,
    "payload" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthEmailProof_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."AuthOutboxMail" (
    "id" UUID NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthOutboxMail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuthIdentity_userId_idx" ON "auth"."AuthIdentity"("userId");

-- CreateIndex
CREATE INDEX "AuthEmailProof_expiresAt_idx" ON "auth"."AuthEmailProof"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthOutboxMail_expiresAt_idx" ON "auth"."AuthOutboxMail"("expiresAt");

-- CreateIndex
CREATE INDEX "AuthSession_userId_idx" ON "auth"."AuthSession"("userId");

-- CreateIndex
CREATE INDEX "AuthAuditEvent_userId_createdAt_idx" ON "auth"."AuthAuditEvent"("userId", "createdAt");

-- AddForeignKey
ALTER TABLE "auth"."AuthIdentity" ADD CONSTRAINT "AuthIdentity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth"."AuthUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The ready accounts of development belong to nobody who would have to prove it.
UPDATE "auth"."AuthUser" SET "emailVerifiedAt" = "createdAt" WHERE "isDemo";
