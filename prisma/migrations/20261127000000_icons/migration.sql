-- CreateTable
CREATE TABLE "graph"."ServerIcon" (
    "serverId" UUID NOT NULL,
    "src" TEXT NOT NULL,
    "type" TEXT,
    "bytes" BYTEA,
    "digest" TEXT,
    "fetchedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ServerIcon_pkey" PRIMARY KEY ("serverId", "src")
);
ALTER TABLE "graph"."ServerIcon" ADD CONSTRAINT "ServerIcon_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Pictures are compressed already.
ALTER TABLE "graph"."ServerIcon" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
