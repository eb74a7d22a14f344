-- CreateTable
CREATE TABLE "graph"."Mirror" (
    "upstream" TEXT NOT NULL,
    "syncedTo" TIMESTAMPTZ(6),
    "startedAt" TIMESTAMPTZ(6),
    "cursor" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease" UUID,
    "leaseUntil" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Mirror_pkey" PRIMARY KEY ("upstream")
);
