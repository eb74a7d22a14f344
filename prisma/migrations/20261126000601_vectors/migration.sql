-- What a document means, as a point in the space of a model: only where an operator names one. The signature says of each
-- dimension on which side of zero it is; it stays in the row, the point itself is kept out of it.
CREATE TABLE "graph"."SearchVector" (
    "documentId" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "toolId" UUID,
    "model" TEXT,
    "fingerprint" TEXT,
    "vector" BYTEA,
    "signature" bit varying,
    "dueAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "SearchVector_pkey" PRIMARY KEY ("documentId")
) WITH (toast_tuple_target = 128);
ALTER TABLE "graph"."SearchVector" ALTER COLUMN "vector" SET STORAGE EXTERNAL;

CREATE INDEX "SearchVector_serverId_idx" ON "graph"."SearchVector"("serverId");
CREATE INDEX "SearchVector_toolId_idx" ON "graph"."SearchVector"("toolId");
CREATE INDEX "SearchVector_due" ON "graph"."SearchVector"("dueAt") WHERE "dueAt" IS NOT NULL;
CREATE INDEX "SearchVector_leased" ON "graph"."SearchVector"("leaseUntil") WHERE "leaseUntil" IS NOT NULL;

ALTER TABLE "graph"."SearchVector" ADD CONSTRAINT "SearchVector_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "graph"."McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "graph"."SearchVector" ADD CONSTRAINT "SearchVector_toolId_fkey" FOREIGN KEY ("toolId") REFERENCES "graph"."McpTool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever writes a document anew may have changed its text.
CREATE FUNCTION "graph"."make_vectors_due"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'SearchDocument' THEN
    UPDATE graph."SearchVector" v SET "dueAt" = now()
      FROM written w WHERE v."documentId" = w."serverId" AND v."dueAt" IS NULL;
  ELSE
    UPDATE graph."SearchVector" v SET "dueAt" = now()
      FROM written w WHERE v."documentId" = w."toolId" AND v."dueAt" IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "vectors_become_due" AFTER INSERT ON "graph"."SearchDocument"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "graph"."make_vectors_due"();
CREATE TRIGGER "vectors_become_due" AFTER INSERT ON "graph"."ToolSearchDocument"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "graph"."make_vectors_due"();
