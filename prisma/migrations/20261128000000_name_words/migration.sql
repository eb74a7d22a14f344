-- The words that names are made of: also those of servers that not everybody sees, so that nothing has to be done when one
-- is shown or hidden. None is told before a public document was seen to hold it. Two who publish the same new word at once
-- write it twice: neither waits for the other.
CREATE TABLE "graph"."NameWord" (
    "id" BIGSERIAL NOT NULL,
    "word" TEXT NOT NULL,

    CONSTRAINT "NameWord_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "NameWord_word_idx" ON "graph"."NameWord"("word");
CREATE INDEX "NameWord_similar_idx" ON "graph"."NameWord" USING GIN ("word" gin_trgm_ops) WITH (gin_pending_list_limit = 256);

DROP INDEX "graph"."SearchDocument_text_idx";
DROP FUNCTION "graph"."similar_names"(TEXT, UUID[], INTEGER);

-- Words that resemble one, most similar first; then the names in documents that the viewer alone may see. How similar is
-- enough is a setting, which a function may set for itself: asked in one statement, without a transaction around it.
-- Two swapped letters in a word of six leave three of its seven trigrams.
CREATE FUNCTION "graph"."similar_names"(wanted TEXT, mine UUID[], most INTEGER) RETURNS TABLE (name TEXT, "isOwn" BOOLEAN)
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  (SELECT w.word, false FROM graph."NameWord" w
    WHERE wanted <% w.word AND length(w.word) BETWEEN length(wanted) - 2 AND length(wanted) + 2
    GROUP BY w.word ORDER BY similarity(wanted, w.word) DESC, w.word LIMIT most)
  UNION ALL
  (SELECT d.text, true FROM graph."SearchDocument" d WHERE d."serverId" = ANY(mine) AND wanted <% d.text
    ORDER BY word_similarity(wanted, d.text) DESC, d."serverId" LIMIT most)
$$;

-- Whether a document has such words, or this one as it is written (`next.js`). The index is asked, however common the
-- planner takes words for that it does not know: to walk through all documents for a rare one takes a second.
CREATE FUNCTION "graph"."is_name_word"(words tsquery, written TEXT, in_public BOOLEAN) RETURNS BOOLEAN
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off AS $$
  SELECT EXISTS (SELECT FROM graph."SearchDocument" d WHERE d.vector @@ words AND (d."isPublic" OR NOT in_public)
    AND (written IS NULL OR written = ANY(string_to_array(d.text, ' '))))
$$;

-- Whether nobody is adding words at this moment: from then on, whoever does waits until the transaction has ended.
CREATE FUNCTION "graph"."try_to_hold_name_words"() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE graph."NameWord" IN SHARE ROW EXCLUSIVE MODE NOWAIT;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;

-- A registry name in three parts, of which two errors leave one as it is. With its place and the length of the whole, few
-- names share it (`name-parts.ts` says it in the same words).
CREATE FUNCTION "graph"."name_parts"(name TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY[chars || 'a' || left(name, chars - 2 * (chars / 4)),
    chars || 'b' || substr(name, chars - 2 * (chars / 4) + 1, chars / 4), chars || 'c' || right(name, chars / 4)]
  FROM (SELECT length(name) AS chars) AS whole
$$;
CREATE INDEX "McpServer_name_parts" ON "graph"."McpServer" USING GIN ("graph"."name_parts"("nameKey")) WITH (gin_pending_list_limit = 256);
