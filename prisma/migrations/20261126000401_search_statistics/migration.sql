-- How common the commonest twenty thousand words are: with a hundred thousand servers, five thousand end at words that
-- four hundred servers have.
ALTER TABLE "graph"."SearchDocument" ALTER COLUMN "vector" SET STATISTICS 2000;
ALTER TABLE "graph"."ToolSearchDocument" ALTER COLUMN "vector" SET STATISTICS 2000;
