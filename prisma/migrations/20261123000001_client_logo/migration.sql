-- CreateTable
CREATE TABLE "auth"."AuthClientLogo" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthClientLogo_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuthClientLogo_expiresAt_idx" ON "auth"."AuthClientLogo"("expiresAt");
