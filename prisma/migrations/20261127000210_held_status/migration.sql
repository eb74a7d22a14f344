-- What an operator has withdrawn or deprecated, no import changes back.
ALTER TABLE "graph"."McpServerVersion" ADD COLUMN "isHeld" BOOLEAN NOT NULL DEFAULT false;
